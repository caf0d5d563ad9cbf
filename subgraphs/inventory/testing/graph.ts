import { newId } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { subgraphSchema } from '@shop/service';
import { graphql } from 'graphql';
import { createContext } from '../context.ts';
import type { StockStore } from '../domain/ports.ts';
import * as resolvers from '../resolvers/index.ts';

const schema = subgraphSchema('inventory', resolvers);

/** Somebody who keeps the stock. */
export const keeper: Viewer = {
  id: newId(),
  email: 'staff@shop.example',
  roles: ['STAFF'],
  scopes: new Set(['inventory:read', 'inventory:write', 'orders:read']),
  sessionId: 's',
};

/** Runs an operation of the keeper as a request of its own. */
export async function run(
  store: StockStore,
  source: string,
  variableValues: Record<string, unknown> = {},
) {
  const contextValue = createContext(() => store)({ viewer: keeper }, { correlationId: 'test' });
  const { data, errors = [] } = await graphql({ schema, source, contextValue, variableValues });
  return { data, errors: errors.map(({ message }) => message) };
}
