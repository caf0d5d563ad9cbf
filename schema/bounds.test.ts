import { readFileSync } from 'node:fs';
import {
  buildSchema,
  type GraphQLInputType,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql';
import { expect, it } from 'vitest';

const read = (name: string) => readFileSync(new URL(`${name}.graphql`, import.meta.url), 'utf8');
const api = buildSchema(read('api'));
const order = read('order');

const needsBound = (given: GraphQLInputType): boolean => {
  const type = getNullableType(given);
  return isListType(type) || ['String', 'Int', 'ID'].includes(type.name);
};

/** A number, or a word for something that has bounds of its own. */
const bound = /\d|\b(id|ids|version|slug|sku)\b/i;

it('every text, number, id and list that a caller of orders may give has a bound that is stated', () => {
  const unbounded = Object.values(api.getTypeMap())
    .filter(isInputObjectType)
    .filter(({ name }) => order.includes(`input ${name} {`))
    .flatMap((input) =>
      Object.values(input.getFields())
        .filter(({ type, description }) => needsBound(type) && !bound.test(description ?? ''))
        .map(({ name, description }) => `${input.name}.${name}: ${description}`),
    );
  expect(unbounded).toEqual([]);
});
