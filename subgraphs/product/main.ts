import {
  createPostgresPool,
  createServiceProcess,
  publicKeys,
  readEnv,
  serveSubgraph,
} from '@shop/service';
import { createContext } from './context.ts';
import { graphEnv } from './env.ts';
import { createBulkResultStore } from './prisma/bulk-result-store.ts';
import { createCategoryStore } from './prisma/category-store.ts';
import { createPrisma } from './prisma/client.ts';
import { createPriceStore } from './prisma/price-store.ts';
import { createProductStore } from './prisma/product-store.ts';
import * as resolvers from './resolvers/index.ts';

const env = readEnv(graphEnv);
const service = createServiceProcess('product', env);

const pool = createPostgresPool(env.PRODUCT_DATABASE_URL, service.log);
const prisma = createPrisma(pool);
service.onStop('database', () => pool.end());
service.readyWhen('database', () => pool.query('SELECT 1'));

await serveSubgraph(service, {
  name: 'product',
  resolvers,
  gatewayKeys: publicKeys(env.INTERNAL_TOKEN_PUBLIC_KEYS),
  context: createContext((origin) => ({
    products: createProductStore(prisma, origin),
    categories: createCategoryStore(prisma),
    prices: createPriceStore(prisma),
    bulkResults: createBulkResultStore(prisma),
  })),
});
await service.listen();
