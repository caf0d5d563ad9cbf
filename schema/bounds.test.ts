import { readFileSync } from 'node:fs';
import {
  buildSchema,
  type GraphQLInputType,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql';
import { expect, it } from 'vitest';

const api = buildSchema(readFileSync(new URL('api.graphql', import.meta.url), 'utf8'));

const needsBound = (given: GraphQLInputType): boolean => {
  const type = getNullableType(given);
  return isListType(type) || ['String', 'Int', 'ID'].includes(type.name);
};

/** A number, or a word for something that has bounds of its own. */
const bound = /\d|\b(id|ids|version|slug|sku)\b/i;

it('the description of every text, number, id and list of an input states its bound', () => {
  const unbounded = Object.values(api.getTypeMap())
    .filter(isInputObjectType)
    .flatMap((input) =>
      Object.values(input.getFields())
        .filter(({ type, description }) => needsBound(type) && !bound.test(description ?? ''))
        .map(({ name, description }) => `${input.name}.${name}: ${description}`),
    );
  expect(unbounded).toEqual([]);
});
