import { readFileSync } from 'node:fs';
import { buildSchema, getNullableType, isEnumType, isObjectType } from 'graphql';
import { expect, it } from 'vitest';

const api = buildSchema(readFileSync(new URL('api.graphql', import.meta.url), 'utf8'));

it('the sort of every list is one value of an enum', () => {
  const sorts = Object.values(api.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) => Object.values(type.getFields()))
    .flatMap((field) => field.args.map((arg) => ({ ...arg, field: field.name })))
    .filter(({ name, deprecationReason }) => /^(sort|order)/i.test(name) && !deprecationReason)
    .filter(({ name }) => name !== 'orderToken');
  const lists = new Set(sorts.map(({ field }) => field));
  expect([...lists].sort()).toEqual(['orders', 'products', 'stockItems']);
  const others = sorts.filter(({ type }) => !isEnumType(getNullableType(type)));
  expect(others.map(({ field, name }) => `${field}.${name}`)).toEqual([]);
});
