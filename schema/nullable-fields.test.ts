import { readFileSync } from 'node:fs';
import { buildSchema, isNonNullType, isObjectType } from 'graphql';
import { expect, it } from 'vitest';

const api = buildSchema(readFileSync(new URL('api.graphql', import.meta.url), 'utf8'));

it('every field with arguments is nullable, so that an invalid argument costs that field only', () => {
  const fields = Object.values(api.getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
    .flatMap((type) =>
      isObjectType(type)
        ? Object.values(type.getFields()).map((field) => ({ ...field, owner: type.name }))
        : [],
    )
    .filter(({ args }) => args.length > 0);
  expect(fields.length).toBeGreaterThan(20);
  const nonNull = fields.filter(({ type }) => isNonNullType(type));
  expect(nonNull.map(({ owner, name }) => `${owner}.${name}`)).toEqual([]);
});
