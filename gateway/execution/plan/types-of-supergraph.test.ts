import { buildSchema, isAbstractType, isInterfaceType, parse } from 'graphql';
import { expect, it } from 'vitest';
import { typesOfSupergraph } from './types-of-supergraph.ts';

const sdl = `
  type Query { node: Node, found: [Found] }
  interface Node { id: ID! }
  interface Item implements Node { id: ID!, title: String }
  type Book implements Item & Node { id: ID!, title: String }
  type User implements Node { id: ID! }
  union Found = Book | Query
`;

it('a type condition includes the type, its interfaces and its objects, as graphql-js reads them', () => {
  const typesOf = typesOfSupergraph(parse(sdl));
  const schema = buildSchema(sdl);
  for (const type of Object.values(schema.getTypeMap())) {
    const objects = isAbstractType(type) ? schema.getPossibleTypes(type) : [];
    const interfaces = isInterfaceType(type) ? schema.getImplementations(type).interfaces : [];
    const names = [type, ...objects, ...interfaces].map(({ name }) => name);
    expect([type.name, typesOf(type.name)]).toEqual([type.name, new Set(names)]);
  }
  expect(typesOf('Node')).toEqual(new Set(['Node', 'Item', 'Book', 'User']));
  expect(typesOf('Unknown')).toEqual(new Set(['Unknown']));
});
