import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { fuzzSubgraphs } from '../testing/access-fuzz/subgraphs.ts';
import { composed } from '../testing/access-fuzz/supergraph.ts';
import { readSources } from './sources.ts';

const sources = readSources(parse(composed(fuzzSubgraphs)));

it.each([
  ['Query.people', ['people'], 'a root field'],
  ['Address.city', [], 'a value that several subgraphs can give'],
  ['Person.id', [], 'a key'],
  ['Product.price', ['catalogue'], 'a field of one subgraph on a type of several'],
  ['Product.popularity', [], 'a shared field'],
  ['Product.weight', ['catalogue'], 'a field that another subgraph reads, and does not give'],
  ['Product.inStock', ['stock'], 'a field added to an entity'],
  ['Warehouse.address', ['stock'], 'a field of a type that one subgraph has'],
  ['Product.shippingCost', ['catalogue', 'sales', 'stock'], 'a field computed from others'],
])('%s comes from %j: it is %s', (coordinate, expected) => {
  expect([...(sources.get(coordinate) ?? ['unknown'])].sort()).toEqual(expected);
});
