import {
  createPostgresPool,
  createServiceProcess,
  publicKeys,
  readEnv,
  serveSubgraph,
} from '@shop/service';
import { createContext } from './context.ts';
import { graphEnv } from './env.ts';
import { createPrisma } from './prisma/client.ts';
import { createStockStore } from './prisma/stock-store.ts';
import * as resolvers from './resolvers/index.ts';

const env = readEnv(graphEnv);
const service = createServiceProcess('inventory', env);

const pool = createPostgresPool(env.INVENTORY_DATABASE_URL, service.log);
const prisma = createPrisma(pool);
service.onStop('database', () => pool.end());
service.readyWhen('database', () => pool.query('SELECT 1'));

await serveSubgraph(service, {
  name: 'inventory',
  resolvers,
  gatewayKeys: publicKeys(env.INTERNAL_TOKEN_PUBLIC_KEYS),
  context: createContext((origin) => createStockStore(prisma, origin)),
});
await service.listen();
