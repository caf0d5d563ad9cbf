import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { assertNullsHaveErrors } from './assert-nulls-have-errors.ts';

const document = parse(`
  query { all: products(first: 1) { ...Count edges { node { categories { productCount } } } } product(id: "1") { id } }
  fragment Count on ProductConnection { totalCount }
`);
const edges = (productCount: number | null) => [{ node: { categories: [{ productCount }] } }];
const check = (data: object, path?: (string | number)[]) => () =>
  assertNullsHaveErrors(document, data, path ? [{ path }] : []);

it('null in a field that is null on errors only needs an error', () => {
  expect(check({ all: null })).toThrow('Query.products is null without an error at all');
  expect(check({ all: { totalCount: null, edges: [] } })).toThrow('all.totalCount');
  expect(check({ all: { totalCount: 1, edges: edges(null) } })).toThrow(
    'Category.productCount is null without an error at all.edges.0.node.categories.0.productCount',
  );
});

it('the error of the field, or of one below, explains null', () => {
  expect(check({ all: null }, ['all'])).not.toThrow();
  expect(check({ all: null }, ['all', 'edges', 0, 'node'])).not.toThrow();
  expect(check({ all: null }, ['product'])).toThrow();
});

it('other fields may be null', () => {
  expect(check({ product: null, all: { totalCount: 1, edges: edges(2) } })).not.toThrow();
});
