import { newId } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { subgraphSchema } from '@shop/service';
import { assertDeclaredRefusals } from '@shop/testing';
import { graphql } from 'graphql';
import { createContext } from '../context.ts';
import type { StockStore } from '../domain/ports.ts';
import * as resolvers from '../resolvers/index.ts';

const schema = subgraphSchema('inventory', resolvers);

/** A viewer who manages the stock. */
export const stockManager: Viewer = {
  id: newId(),
  email: 'staff@shop.example',
  emailVerified: true,
  roles: ['STAFF'],
  scopes: new Set(['inventory:read', 'inventory:write', 'orders:read']),
  sessionId: 's',
};

/** Executes an operation as one request, of a stock manager unless another viewer is given; anonymous with `null`. */
export async function execute(
  store: StockStore,
  source: string,
  variableValues: Record<string, unknown> = {},
  viewer: Viewer | null = stockManager,
) {
  const contextValue = createContext(() => store)(
    { viewer: viewer ?? undefined },
    { correlationId: 'test' },
  );
  const { data, errors = [] } = await graphql({ schema, source, contextValue, variableValues });
  assertDeclaredRefusals(data);
  return { data, errors: errors.map(({ message }) => message) };
}
