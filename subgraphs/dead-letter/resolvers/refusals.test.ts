import { subgraphSchema } from '@shop/service';
import { assertDeclaredRefusals, declaredRefusals, refusedOperation } from '@shop/testing';
import { graphql } from 'graphql';
import { expect, it } from 'vitest';
import { createContext } from '../context.ts';
import * as resolvers from './index.ts';

const schema = subgraphSchema('dead-letter', resolvers);
/** No refusal reaches the queues. */
const contextValue = createContext(() => ({}) as never)(
  { viewer: undefined },
  { correlationId: 'test' },
);

const neither = { queue: 'order.stock' };
const unknown = { queue: 'order.nothing', all: true };
const cases: Readonly<Record<string, object>> = {
  'purgeDeadLetters INVALID_VALUE': neither,
  'purgeDeadLetters NOT_FOUND': unknown,
  'redriveDeadLetters INVALID_VALUE': neither,
  'redriveDeadLetters NOT_FOUND': unknown,
};

it('every code that a mutation declares is tested below', () => {
  expect(Object.keys(cases)).toEqual(declaredRefusals('dead-letter.graphql'));
});

it.each(Object.entries(cases))('%s: nothing is redriven or purged', async (name, input) => {
  const [mutation = '', code] = name.split(' ');
  const count = mutation === 'purgeDeadLetters' ? 'purged' : 'redriven';
  const source = refusedOperation(mutation, count);
  const { data } = await graphql({ schema, source, contextValue, variableValues: { input } });
  assertDeclaredRefusals(data);
  expect(data?.[mutation]).toMatchObject({ [count]: null, userErrors: [{ code }] });
});
