import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { nameFaults } from './name-faults.ts';

it.each([
  ['type Cart { id: ID }  type CART { id: ID }', 'CART: differs from Cart in case only'],
  ['type Self { id: ID }', 'Self: the type has the name of one of the language'],
  ['type Cart { self: ID }', 'Cart.self: Apollo iOS cannot generate the field'],
  ['type Cart { Id: ID }', 'Cart.Id: the field is not in lower camel case'],
  ['type Query { cart(self: ID): ID }', 'Query.self: Apollo iOS cannot generate the input'],
  ['input Cart { line_id: ID }', 'Cart.line_id: the input is not in lower camel case'],
  ['enum Kind { type }', 'Kind.type: Apollo Kotlin has a member of this name'],
])('a name that Kotlin or Swift cannot use is a fault: %s', (sdl, fault) => {
  expect(nameFaults(parse(sdl)).join()).toContain(fault);
});

it('a name that both can use is accepted', () => {
  expect(nameFaults(parse('type Cart { id: ID, type: Kind } enum Kind { NEW }'))).toEqual([]);
});
