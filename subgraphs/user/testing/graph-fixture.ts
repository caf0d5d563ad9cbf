import type { Viewer } from '@shop/schema';
import { subgraphSchema } from '@shop/service';
import { assertDeclaredRefusals } from '@shop/testing';
import { graphql } from 'graphql';
import { createContext } from '../context.ts';
import * as resolvers from '../resolvers/index.ts';
import type { TestAccounts } from './open-accounts.ts';

const schema = subgraphSchema('user', resolvers);

/** Executes an operation as one request. */
export async function execute(
  { deps }: TestAccounts,
  source: string,
  variableValues: Record<string, unknown> = {},
  viewer?: Viewer,
) {
  const { users, accounts, sessions, addresses, mailTokens, attempts, ...shared } = deps;
  const stores = { users, accounts, sessions, addresses, mailTokens, attempts };
  const request = createContext({ ...shared, stores: () => stores });
  const contextValue = request({ viewer }, { correlationId: 'test' });
  const { data, errors = [] } = await graphql({ schema, source, contextValue, variableValues });
  assertDeclaredRefusals(data);
  return { data, errors: errors.map(({ message }) => message) };
}
