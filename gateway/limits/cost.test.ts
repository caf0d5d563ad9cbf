import { describe, expect, it } from 'vitest';
import { analyse } from '../testing/analysed-operations.ts';

const cost = (source: string, variables = {}) => analyse(source).cost(variables);

describe('the cost of an operation', () => {
  it.each([
    ['a scalar is free', '{ item { id name } }', 1],
    ['each object counts 1', '{ item { item { item { id } } } }', 3],
    ['a literal size counts', '{ items(first: 7) { nodes { id } } }', 1 + 7],
    [
      'edges count like nodes, with what they hold',
      '{ items(first: 7) { edges { node { id } } } }',
      15,
    ],
    [
      'edges and nodes together are both counted',
      '{ items(first: 2) { edges { node { id } } nodes { id } } }',
      1 + 4 + 2,
    ],
    ['other fields of a connection count once', '{ items(first: 50) { total info { more } } }', 2],
    ['`last` is a size too', '{ items(last: 9) { nodes { id } } }', 10],
    ['the larger of two sizes counts', '{ items(first: 2, last: 9) { nodes { id } } }', 10],
    ['a connection without a size counts as a page of 20', '{ items { nodes { id } } }', 21],
    ['null counts as no size', '{ items(first: null) { nodes { id } } }', 21],
    ['the default size of the schema counts', '{ short { nodes { id } } }', 4],
    ['a negative size counts as the largest page', '{ items(first: -1) { nodes { id } } }', 101],
    ['a huge size counts in full', '{ items(first: 100000) { nodes { id } } }', 100_001],
    [
      'sizes multiply',
      '{ items(first: 10) { nodes { items(first: 10) { nodes { id } } } } }',
      1 + 10 * 12,
    ],
    ['a list without sizes is assumed to have 5', '{ things { item { id } } }', 10],
    ['a list counts the size that the schema states', '{ item { tags { id } } }', 1 + 3],
    ['stated sizes multiply', '{ item { parts { tags { id } } } }', 1 + 100 * 4],
    [
      'a list of an interface has the largest size of its types',
      '{ whole { parts { id } } }',
      1 + 900,
    ],
    ['a list with a size counts that many', '{ plain(first: 30) { id } }', 30],
    ['a connection without sizes is assumed to have 5', '{ pages { nodes { id } } }', 6],
    [
      'an argument of another type does not count as a size',
      '{ named(first: "a") { nodes { id } } }',
      6,
    ],
    [
      'a fragment counts where it is spread',
      '{ items(first: 8) { ...F } } fragment F on Items { nodes { id } }',
      9,
    ],
    [
      'a fragment counts as often as it is spread',
      '{ a: item { ...F } b: item { ...F } } fragment F on Item { item { id } }',
      4,
    ],
    ['inline fragments count where they stand', '{ node { ... on Item { item { id } } } }', 2],
    ['aliases hide nothing', '{ items(first: 8) { a: nodes { id } b: nodes { id } } }', 17],
    ['conditions hide nothing', '{ item @skip(if: true) { id } }', 1],
    ['introspection is free', '{ __schema { types { name fields { name } } } }', 0],
    ['mutations count', 'mutation { rename(name: "x") { item { id } } }', 2],
  ])('cost: %s', (_, source, expected) => {
    expect(cost(source)).toBe(expected);
  });

  const withVariable = 'query ($n: Int = 4) { items(first: $n) { nodes { id } } }';
  it.each([
    [{ n: 50 }, 51],
    [{}, 5],
    [{ n: null }, 21],
    [{ n: -5 }, 101],
    [{ n: 2_000_000_000 }, 2_000_000_001],
  ])('the cost depends on the value of a variable: %j', (variables, expected) => {
    expect(cost(withVariable, variables)).toBe(expected);
  });

  it('the cost of a known document still depends on its variables', () => {
    const { cost } = analyse(withVariable);
    expect([cost({ n: 1 }), cost({ n: 2 }), cost({ n: 1 })]).toEqual([2, 3, 2]);
  });

  it('a variable without value or default counts as a page of 20', () => {
    expect(cost('query ($n: Int) { items(first: $n) { nodes { id } } }')).toBe(21);
  });

  it.each([[{ n: '5' }], [{ n: 1.5 }], [{ n: {} }], [{ n: 1e300 }]])(
    'a size that is not an Int counts as absent: %j',
    (variables) => {
      expect(cost('query ($n: Int) { items(first: $n) { nodes { id } } }', variables)).toBe(21);
    },
  );
});
