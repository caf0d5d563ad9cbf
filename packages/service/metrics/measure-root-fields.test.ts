import { buildSchema, graphql } from 'graphql';
import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { applyMiddleware } from '../shield.ts';
import { measureRootFields } from './measure-root-fields.ts';

const sdl = `
  type Query { thing: Thing, denied: String }
  type Thing { name: String }
  type Mutation { rename(name: String): Renamed, break: String }
  type Renamed { userErrors: [String!]! }
`;

function start() {
  const schema = buildSchema(sdl);
  const registry = new Registry();
  const rootValue = {
    thing: { name: 'a' },
    denied: () => new Error('denied'),
    rename: ({ name }: { name?: string }) => ({ userErrors: name ? [] : ['no name'] }),
    break: () => Promise.reject(new Error('broken')),
  };
  const measured = applyMiddleware(schema, measureRootFields(registry, schema));
  const ask = (source: string) => graphql({ schema: measured, source, rootValue });
  return { registry, ask };
}

it('root fields are counted by outcome, and from 0', async () => {
  const { registry, ask } = start();
  await ask('{ thing { name } denied }');
  await ask('mutation { a: rename { userErrors } b: rename(name: "x") { userErrors } break }');
  const text = await registry.metrics();
  const countOf = (field: string, outcome: string) =>
    text.match(
      new RegExp(`root_fields_total\\{field="${field}",outcome="${outcome}"\\} (\\d+)`),
    )?.[1];
  expect(countOf('Query.thing', 'ok')).toBe('1');
  expect(countOf('Query.denied', 'error')).toBe('1');
  expect(countOf('Mutation.rename', 'refused')).toBe('1');
  expect(countOf('Mutation.rename', 'ok')).toBe('1');
  expect(countOf('Mutation.break', 'error')).toBe('1');
  expect(countOf('Query.thing', 'error')).toBe('0');
});

it('the resolver of a root field is measured, fields below it are not', async () => {
  const { registry, ask } = start();
  await ask('{ thing { name } }');
  const text = await registry.metrics();
  expect(text).toContain('subgraph_root_field_seconds_count{field="Query.thing"} 1');
  expect(text).not.toContain('Thing.name');
});
