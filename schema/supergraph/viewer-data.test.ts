import { readFileSync } from 'node:fs';
import {
  buildSchema,
  getNamedType,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { expect, it } from 'vitest';
import { readSupergraph } from './read-supergraph.ts';
import { readViewerData } from './viewer-data.ts';

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const supergraph = parse(read('supergraph.graphql'));
const api = buildSchema(read('api.graphql'));
const declared = [...readViewerData(supergraph)];

it('placeOrder declares the address book of the user subgraph', () => {
  expect(declared.map(([name, { subgraph }]) => [name, subgraph])).toEqual([
    ['placeOrder', 'user'],
  ]);
});

it.each(declared)('one subgraph can answer the query of %s alone', (_, { query, subgraph }) => {
  expect(validate(api, parse(query))).toEqual([]);
  const types = readSupergraph(supergraph);
  const info = new TypeInfo(api);
  const owners: (readonly string[] | undefined)[] = [];
  visit(
    parse(query),
    visitWithTypeInfo(info, {
      Field({ name }) {
        const type = types.get(info.getParentType()?.name ?? '');
        owners.push(type?.fields.get(name.value)?.subgraphs ?? type?.subgraphs);
      },
    }),
  );
  for (const subgraphs of owners) expect(subgraphs).toContain(subgraph);
});

it.each(declared)('`when` of %s names fields of its input', (name, { when }) => {
  const input = api
    .getMutationType()
    ?.getFields()
    [name]?.args.find((arg) => arg.name === 'input');
  const fields = input && getNamedType(input.type);
  for (const field of when) {
    expect(fields).toMatchObject({ _fields: { [field]: { name: field } } });
  }
});

it('a query that not exactly one subgraph answers is refused', () => {
  const other = read('supergraph.graphql').replace('query: "{ me {', 'query: "{ unknown {');
  expect(() => readViewerData(parse(other))).toThrow('placeOrder');
});

it('a supergraph without the directive declares nothing', () => {
  const link = /@link\(url: "https:\/\/specs\.shop\.example\/viewerData[^)]*\)/;
  const other = read('supergraph.graphql').replace(link, '');
  expect(readViewerData(parse(other)).size).toBe(0);
});
