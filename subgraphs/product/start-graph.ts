import { defineService, openDatabase, publicKeys, serveSubgraph } from '@shop/service';
import { createSqlDatabase } from '@shop/service/postgres';
import { createContext } from './context.ts';
import { graphEnv } from './env.ts';
import { servePictures } from './pictures/serve-pictures.ts';
import { createBulkResultStore } from './prisma/bulk-result-store.ts';
import { createCategoryStore } from './prisma/category-store.ts';
import { createPrisma } from './prisma/client.ts';
import { createPriceStore } from './prisma/price-store.ts';
import { createProductStore } from './prisma/product-store.ts';
import { seedProducts } from './prisma/seed-data.ts';
import * as resolvers from './resolvers/index.ts';

/** Starts the graph of the catalogue. */
export const startGraph = defineService('product', graphEnv, async (service, env) => {
  const { pool } = openDatabase(service, env.PRODUCT_DATABASE_URL);
  const prisma = createPrisma(pool);
  const sql = createSqlDatabase(pool);

  servePictures(service, seedProducts);
  await serveSubgraph(service, {
    name: 'product',
    resolvers,
    gatewayKeys: publicKeys(env.INTERNAL_TOKEN_PUBLIC_KEYS),
    context: createContext(env.PUBLIC_URL, (origin) => ({
      products: createProductStore(sql, origin),
      categories: createCategoryStore(prisma),
      prices: createPriceStore(prisma),
      bulkResults: createBulkResultStore(prisma),
    })),
  });
});
