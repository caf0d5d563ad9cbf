import { readSupergraph } from '@shop/schema/supergraph';
import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { fuzzSubgraphs } from '../testing/access-fuzz/subgraphs.ts';
import { composeSupergraph } from '../testing/compose-supergraph.ts';
import { fieldSources } from './field-sources.ts';

const sources = fieldSources(readSupergraph(parse(composeSupergraph(fuzzSubgraphs))));

it.each([
  ['Query.people', ['people'], 'a root field'],
  ['Address.city', [], 'a value that several subgraphs can resolve'],
  ['Person.id', [], 'a key'],
  ['Product.price', ['catalogue'], 'a field of one subgraph on a type of several'],
  ['Product.popularity', [], 'a shared field'],
  ['Product.weight', ['catalogue'], 'a field that another subgraph reads and does not resolve'],
  ['Product.inStock', ['stock'], 'a field added to an entity'],
  ['Warehouse.address', ['stock'], 'a field of a type of one subgraph'],
  ['Product.shippingCost', ['catalogue', 'sales', 'stock'], 'a field computed from others'],
])('the source of %s is %j: it is %s', (coordinate, expected) => {
  expect([...(sources.get(coordinate) ?? ['unknown'])].sort()).toEqual(expected);
});
