import type { OperationDefinitionNode } from 'graphql';
import { parse } from 'graphql';
import { expect, it } from 'vitest';
import type { GatewayContext } from '../context.ts';
import type { Executor } from '../supergraph/wrap-gateway.ts';
import { viewer } from '../testing/caching-gateway.ts';
import { createRead } from './read-entity.ts';

const document = parse('{ product { price } }');
const operation = document.definitions[0] as OperationDefinitionNode;
const query = { document, operation, queryHash: 'q' };
const anonymous = { viewer: undefined } as GatewayContext;
const nel = { viewer: viewer('nel') } as GatewayContext;
const staff = { viewer: viewer('kim', 'catalog:write') } as GatewayContext;

type Policy = { readonly overallCachePolicy: { restrict(hint: object): void } };

/** Reads whose subgraph sends this hint. */
function readsWith(hint: object) {
  const state = { executed: 0, hint };
  const execute = (async (request: unknown) => {
    (request as Policy).overallCachePolicy.restrict(state.hint);
    state.executed++;
    return { data: { n: state.executed } };
  }) as unknown as Executor;
  const read = createRead(execute);
  const all = (...contexts: GatewayContext[]) =>
    Promise.all(contexts.map((context) => read(query, { id: 1 }, context)));
  return { state, read, all };
}

it('viewers with the same access share the read of public data', async () => {
  const { state, read, all } = readsWith({ maxAge: 5, scope: 'PUBLIC' });
  await all(anonymous);
  await all(anonymous, anonymous, nel, nel, staff);
  expect(state.executed).toBe(1 + 3);
  await Promise.all([read(query, { id: 1 }, nel), read(query, { id: 2 }, nel)]);
  expect(state.executed).toBe(1 + 3 + 2);
});

it.each([{ maxAge: 5, scope: 'PRIVATE' }, { maxAge: 0 }])(
  'data with the hint %j are read for each viewer',
  async (hint) => {
    const { state, all } = readsWith(hint);
    await all(nel, nel);
    await all(nel, nel);
    expect(state.executed).toBe(4);
  },
);

it('data that turn out to be private are read again for everyone who has waited for them', async () => {
  const { state, all } = readsWith({ maxAge: 5 });
  await all(nel);
  state.hint = { maxAge: 5, scope: 'PRIVATE' };
  const results = await all(nel, nel, nel);
  expect(new Set(results.map(({ data }) => JSON.stringify(data))).size).toBe(3);
});

it('a read that has begun is not shared: it may not see the last change', async () => {
  const { state, all } = readsWith({ maxAge: 5 });
  await all(nel);
  await all(nel);
  await all(nel);
  expect(state.executed).toBe(3);
});
