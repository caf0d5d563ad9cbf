import { readdirSync, readFileSync } from 'node:fs';
import { buildSchema, getIntrospectionQuery } from 'graphql';
import { describe, expect, it } from 'vitest';
import { analyse, analysisOf, limits, operationsOf, refusal, schema } from '../testing/limits.ts';
import { judge } from './operation-limits.ts';

/** 2^doublings times `selection`, in a document of a few lines. */
const bomb = (doublings: number, selection: string, type = 'Query') =>
  [
    '{ ...F0 }',
    ...Array.from({ length: doublings }, (_, n) => {
      const next = n + 1 === doublings ? selection : `...F${n + 1}`;
      return `fragment F${n} on ${type} { ...G${n} ... { ...G${n} } } fragment G${n} on ${type} { ${next} }`;
    }),
  ].join('\n');
const nested = (depth: number) => `${'{ item '.repeat(depth)}{ id }${' }'.repeat(depth)}`;

describe('what is refused', () => {
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
    ['5,000 objects', '{ items(first: 4999) { nodes { id } } }', 'none'],
    [
      '5,001 objects',
      '{ items(first: 5000) { nodes { id } } }',
      "QUERY_TOO_COMPLEX The operation's cost is 5001; at most 5000",
    ],
    [
      'an alias like introspection',
      '{ item { __typename: name } }',
      'BAD_USER_INPUT The alias __typename',
    ],
    [
      'also in a fragment',
      '{ ...F } fragment F on Query { __x: item { id } }',
      'BAD_USER_INPUT The alias __x',
    ],
  ])('%s', (_, source, expected) => {
    expect(refusal(source)).toContain(expected);
  });

  it('the introspection of the explorers is not', () => {
    const query = getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true });
    expect(refusal(query)).toBe('none');
    expect(analyse(query).depth).toBe(1);
  });

  it('no operation of the journeys is', () => {
    const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
    const api = buildSchema(read('schema/api.graphql'));
    const files = readdirSync(new URL('../../e2e/operations', import.meta.url));
    const asked = files.flatMap((file) => operationsOf(read(`e2e/operations/${file}`)));
    expect(asked.length).toBeGreaterThan(5);
    for (const { document, operation } of asked) {
      const analysis = analysisOf(api, document, operation);
      judge(analysis, limits, { first: 100 });
    }
  });
});

describe('bombs', () => {
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
    ['of 2^600 objects', bomb(600, 'item { id }'), 'number of root fields is 4.1'],
  ])('%s are counted in no time', (_, source, expected) => {
    const [asked] = operationsOf(source);
    if (!asked) throw new Error('no operation');
    const start = performance.now();
    expect(() => judge(analysisOf(schema, asked.document, asked.operation), limits, {})).toThrow(
      expected,
    );
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  it('fragments in a circle, which validation refuses, end all the same', () => {
    const [asked] = operationsOf(
      '{ ...A } fragment A on Query { item { id } ...B } fragment B on Query { ...A }',
    );
    if (!asked) throw new Error('no operation');
    expect(analysisOf(schema, asked.document, asked.operation).rootFields).toBe(1);
  });
});
