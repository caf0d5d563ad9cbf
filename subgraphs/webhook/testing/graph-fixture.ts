import type { Viewer } from '@shop/schema';
import { subgraphSchema } from '@shop/service';
import { createSqlDatabase } from '@shop/service/postgres';
import { assertDeclaredRefusals, createTestDatabase, createTestPool } from '@shop/testing';
import { graphql } from 'graphql';
import { createContext } from '../context.ts';
import { createStores } from '../prisma/stores.ts';
import * as resolvers from '../resolvers/index.ts';
import { secretKey } from './fixtures.ts';

const schema = subgraphSchema('webhook', resolvers);

export type TestWebhooks = Awaited<ReturnType<typeof openWebhooks>>;

/** Opens the endpoints and their log on a new database. Nothing is bound or sent. */
export async function openWebhooks() {
  const database = await createTestDatabase('webhook');
  const pool = createTestPool(database.url);
  const sql = createSqlDatabase(pool);
  const stores = createStores(sql);
  const nothing = async () => undefined;
  const context = createContext({ ...stores, faultOf: nothing, bind: nothing, secretKey });
  return {
    pool,
    endpoints: stores.endpoints,
    /** Executes an operation as one request. */
    async execute(source: string, variableValues: Record<string, unknown>, viewer?: Viewer) {
      const contextValue = context({ viewer });
      const response = await graphql({ schema, source, contextValue, variableValues });
      assertDeclaredRefusals(response.data);
      return response;
    },
    async close() {
      await pool.end();
      await database.drop();
    },
  };
}
