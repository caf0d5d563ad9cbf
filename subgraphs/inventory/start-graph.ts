import { defineService, openDatabase, publicKeys, serveSubgraph } from '@shop/service';
import { createSqlDatabase } from '@shop/service/postgres';
import { createContext } from './context.ts';
import { graphEnv } from './env.ts';
import { createPrisma } from './prisma/client.ts';
import { createStockStore } from './prisma/stock-store.ts';
import * as resolvers from './resolvers/index.ts';

/** Starts the graph of stock. */
export const startGraph = defineService('inventory', graphEnv, async (service, env) => {
  const { pool } = openDatabase(service, env.INVENTORY_DATABASE_URL);
  const databases = { prisma: createPrisma(pool), sql: createSqlDatabase(pool) };

  await serveSubgraph(service, {
    name: 'inventory',
    resolvers,
    gatewayKeys: publicKeys(env.INTERNAL_TOKEN_PUBLIC_KEYS),
    context: createContext((origin) => createStockStore(databases, origin)),
  });
});
