import { readdirSync, readFileSync } from 'node:fs';
import { readSupergraph } from '@shop/schema/supergraph';
import { buildSchema, getIntrospectionQuery, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import {
  analyse,
  analysisOf,
  firstOperation,
  limitError,
  limits,
  operationsOf,
  schema,
} from '../testing/analysed-operations.ts';
import { createAnalyses } from './operation-analysis.ts';
import { assertWithinLimits } from './operation-limits.ts';

/** Selects `selection` 2^doublings times, in a document of a few lines. */
const bomb = (doublings: number, selection: string, type = 'Query') =>
  [
    '{ ...F0 }',
    ...Array.from({ length: doublings }, (_, n) => {
      const next = n + 1 === doublings ? selection : `...F${n + 1}`;
      return `fragment F${n} on ${type} { ...G${n} ... { ...G${n} } } fragment G${n} on ${type} { ${next} }`;
    }),
  ].join('\n');
const nested = (depth: number) => `${'{ item '.repeat(depth)}{ id }${' }'.repeat(depth)}`;

describe('the limits of an operation', () => {
  it.each([
    ['15 fields deep', nested(14), 'none'],
    ['16 fields deep', nested(15), "QUERY_TOO_COMPLEX The operation's depth is 16; at most 15"],
    [
      'deep through fragments',
      `{ ...F } fragment F on Query ${nested(15)}`,
      "QUERY_TOO_COMPLEX The operation's depth is 16; at most 15",
    ],
    ['50 aliases', `{ item { ${'a: id '.repeat(50)} } }`, 'none'],
    [
      '51 aliases',
      `{ item { ${Array.from({ length: 51 }, (_, n) => `a${n}: id`).join(' ')} } }`,
      "QUERY_TOO_COMPLEX The operation's number of aliases is 51; at most 50",
    ],
    ['20 root fields', `{ ${'item { id } '.repeat(20)} }`, 'none'],
    [
      '21 root fields, some in a fragment',
      `{ ${'item { id } '.repeat(11)} ...F } fragment F on Query { ${'item { id } '.repeat(10)} }`,
      "QUERY_TOO_COMPLEX The operation's number of root fields is 21; at most 20",
    ],
    ['7,500 objects', '{ items(first: 7499) { nodes { id } } }', 'none'],
    [
      '7,501 objects',
      '{ items(first: 7500) { nodes { id } } }',
      "QUERY_TOO_COMPLEX The operation's cost is 7501; at most 7500",
    ],
  ])('limits on %s', (_, source, expected) => {
    expect(limitError(source)).toContain(expected);
  });

  it('the introspection query of the explorers is within the limits', () => {
    const query = getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true });
    expect(limitError(query)).toBe('none');
    expect(analyse(query).depth).toBe(1);
  });

  const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  const api = buildSchema(read('schema/api.graphql'));
  const supergraph = readSupergraph(parse(read('schema/supergraph.graphql')));
  const analysisInShop = createAnalyses(() => supergraph);

  it.each(['e2e/operations', 'examples'])(
    'every operation in %s is within the limits, with the largest page',
    (folder) => {
      const files = readdirSync(new URL(`../../${folder}`, import.meta.url));
      const operations = files
        .filter((file) => file.endsWith('.graphql'))
        .flatMap((file) => operationsOf(read(`${folder}/${file}`)));
      expect(operations.length).toBeGreaterThan(5);
      for (const operation of operations) {
        assertWithinLimits(analysisInShop(api, operation), limits, { first: 100 });
      }
    },
  );

  it('lists inside the lines of a cart cost what they may hold, under each alias', () => {
    const variants = Array.from(
      { length: 48 },
      (_, n) => `v${n}: variant { product { variants { availability { status } } } }`,
    );
    const operation = firstOperation(`{ cart { lines { ${variants.join(' ')} } } }`);
    const refused = () => assertWithinLimits(analysisInShop(api, operation), limits, {});
    expect(refused).toThrow("The operation's cost is 100851; at most 7500");
  });
});

describe('fragment bombs', () => {
  it.each([
    ['of objects', bomb(40, 'item { id }'), 'number of root fields is'],
    [
      'of objects below',
      bomb(40, 'item { id }', 'Item').replace('{', '{ item {').replace('}', '} }'),
      'cost is',
    ],
    [
      'of aliases',
      bomb(40, 'a: name', 'Item').replace('{', '{ item {').replace('}', '} }'),
      'number of aliases is',
    ],
    ['of 2^100 objects', bomb(100, 'item { id }'), 'number of root fields is 1.2'],
  ])('a fragment bomb %s is refused quickly', (_, source, expected) => {
    const operation = firstOperation(source);
    const start = performance.now();
    expect(() => assertWithinLimits(analysisOf(schema, operation), limits, {})).toThrow(expected);
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  it('fragments in a cycle, which validation refuses, do not recurse for ever', () => {
    const operation = firstOperation(
      '{ ...A } fragment A on Query { item { id } ...B } fragment B on Query { ...A }',
    );
    expect(analysisOf(schema, operation).rootFields).toBe(1);
  });
});
