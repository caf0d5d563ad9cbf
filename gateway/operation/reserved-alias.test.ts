import { expect, it } from 'vitest';
import { errorOf, firstOperation, schema } from '../testing/analysed-operations.ts';
import { assertNoReservedAlias } from './reserved-alias.ts';

it.each([
  ['an alias that imitates introspection', '{ item { __typename: name } }', '__typename'],
  ['such an alias in a fragment', '{ ...F } fragment F on Query { __x: item { id } }', '__x'],
  ['such an alias of introspection', '{ __schema { __y: types { name } } }', '__y'],
])('%s is refused', (_, source, alias) => {
  expect(errorOf(() => assertNoReservedAlias(schema, firstOperation(source)))).toContain(
    `BAD_USER_INPUT The alias ${alias}`,
  );
});

it.each([
  ['introspection itself', '{ __typename item { __typename _id: id } }'],
  ['an alias in another operation', 'query A { item { id } } query B { item { __x: id } }'],
])('%s is accepted', (_, source) => {
  expect(errorOf(() => assertNoReservedAlias(schema, firstOperation(source)))).toBe('none');
});
