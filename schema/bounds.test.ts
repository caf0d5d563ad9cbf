import { readFileSync } from 'node:fs';
import {
  buildSchema,
  type GraphQLInputType,
  type GraphQLOutputType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isIntrospectionType,
  isListType,
  isObjectType,
  parse,
} from 'graphql';
import { expect, it } from 'vitest';
import { readSupergraph } from './supergraph/index.ts';

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');
const api = buildSchema(read('api.graphql'));
const supergraph = readSupergraph(parse(read('supergraph.graphql')));

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

/** A page has the size that its arguments ask for; a refusal has one error for each rule that is broken. */
const sizedOtherwise = (field: string) => ['edges', 'nodes', 'userErrors'].includes(field);
const isListOfObjects = (type: GraphQLOutputType) =>
  isListType(getNullableType(type)) && isObjectType(getNamedType(type));

it('every list of objects that is not a page states with @listSize how much it counts for the cost', () => {
  const unsized = Object.values(api.getTypeMap())
    .filter((type) => isObjectType(type) && !isIntrospectionType(type))
    .flatMap((type) =>
      Object.values(isObjectType(type) ? type.getFields() : {})
        .filter(({ name, type: of }) => isListOfObjects(of) && !sizedOtherwise(name))
        .map(({ name }) => [type.name, name] as const),
    )
    .filter(([type, name]) => supergraph.get(type)?.fields.get(name)?.assumedSize === undefined);
  expect(unsized).toEqual([]);
});
