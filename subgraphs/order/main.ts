import {
  createPostgresPool,
  createServiceProcess,
  publicKeys,
  readEnv,
  serveSubgraph,
} from '@shop/service';
import { createContext } from './context.ts';
import { testPaymentProvider } from './domain/test-payment-provider.ts';
import { graphEnv } from './env.ts';
import { permissions } from './permissions.ts';
import { createCatalogueStore } from './prisma/catalogue-store.ts';
import { createPrisma } from './prisma/client.ts';
import { createOrderStore } from './prisma/order-store.ts';
import * as resolvers from './resolvers/index.ts';

const env = readEnv(graphEnv);
const service = createServiceProcess('order', env);

const pool = createPostgresPool(env.ORDER_DATABASE_URL, service.log);
const prisma = createPrisma(pool);
service.onStop('database', () => pool.end());
service.readyWhen('database', () => pool.query('SELECT 1'));

await serveSubgraph(service, {
  name: 'order',
  resolvers,
  permissions,
  gatewayKeys: publicKeys(env.INTERNAL_TOKEN_PUBLIC_KEYS),
  context: createContext({
    orders: (origin) => createOrderStore(prisma, origin),
    catalogue: createCatalogueStore(prisma),
    payments: testPaymentProvider,
  }),
});
await service.listen();
