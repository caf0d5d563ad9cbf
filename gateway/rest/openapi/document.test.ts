import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, it } from 'vitest';
import { restRoutes } from '../routes/index.ts';

const file = new URL('../../../schema/openapi.json', import.meta.url);
const document = JSON.parse(readFileSync(file, 'utf8'));
type Operation = {
  readonly operationId: string;
  readonly summary: string;
  // biome-ignore lint/suspicious/noExplicitAny: JSON
  readonly responses: any;
  readonly parameters?: readonly { readonly name: string; readonly description?: string }[];
};
const operations: readonly Operation[] = Object.values(document.paths).flatMap((path) =>
  Object.values(path as Record<string, Operation>),
);

it('the document is valid OpenAPI 3.1', async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(document));
  expect(errors).toBeUndefined();
  expect([valid, validator.version]).toEqual([true, '3.1']);
});

it('every reference leads to a component, and every component is used', () => {
  const text = JSON.stringify(document);
  const used = new Set(
    [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name),
  );
  expect([...used].sort()).toEqual(Object.keys(document.components.schemas).sort());
});

it('every route is described, with a summary and a unique name', () => {
  expect(operations).toHaveLength(restRoutes.length);
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  expect(operations.filter(({ summary }) => !summary)).toEqual([]);
});

it('every parameter has a description', () => {
  const bare = operations.flatMap(({ operationId, parameters = [] }) =>
    parameters
      .filter(({ description }) => !description)
      .map(({ name }) => `${operationId} ${name}`),
  );
  expect(bare).toEqual([]);
});

it('no field that a payload adds has the name of a field of its resource', () => {
  const bodies = operations.flatMap(({ responses }) => {
    const schema = responses[201]?.content?.['application/json']?.schema ?? {};
    return schema.allOf ? [schema.allOf] : [];
  });
  expect(bodies.length).toBeGreaterThan(1);
  for (const [main, added] of bodies) {
    const { properties } = document.components.schemas[main.$ref.split('/').at(-1)];
    const names = Object.keys(added.properties);
    expect(names.filter((name) => name in properties)).toEqual([]);
  }
});
