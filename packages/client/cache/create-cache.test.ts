import { gql } from '@apollo/client';
import { afterEach, beforeEach, expect, it, type MockInstance, vi } from 'vitest';
import { createCache } from './create-cache.ts';

let warn: MockInstance;
beforeEach(() => {
  warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
});
afterEach(() => warn.mockRestore());

const products = gql`
  query ($search: String, $after: String) {
    products(search: $search, first: 2, after: $after) {
      totalCount
      edges { node { id } }
      pageInfo { hasNextPage endCursor }
    }
  }
`;
const page = (ids: readonly string[], endCursor: string | null) => ({
  products: {
    __typename: 'ProductConnection',
    totalCount: 4,
    edges: ids.map((id) => ({ __typename: 'ProductEdge', node: { __typename: 'Product', id } })),
    pageInfo: { __typename: 'PageInfo', hasNextPage: endCursor !== null, endCursor },
  },
});

it('the next page is appended, and each search has a list of its own', () => {
  const cache = createCache();
  cache.writeQuery({ query: products, data: page(['a', 'b'], 'b') });
  cache.writeQuery({ query: products, variables: { after: 'b' }, data: page(['c', 'd'], null) });
  cache.writeQuery({ query: products, variables: { search: 'x' }, data: page(['e'], null) });
  const idsOf = (variables: object) =>
    cache
      .readQuery<ReturnType<typeof page>>({ query: products, variables })
      ?.products.edges.map(({ node }) => node.id);
  expect(idsOf({})).toEqual(['a', 'b', 'c', 'd']);
  expect(idsOf({ search: 'x' })).toEqual(['e']);
});

it('two queries that select different parts of an object without an id do not lose any', () => {
  const cache = createCache();
  const part = (field: string) =>
    gql`query { product(id: "1") { id priceRange { ${field} { amount } } } }`;
  const data = (field: string) => ({
    product: {
      __typename: 'Product',
      id: '1',
      priceRange: { __typename: 'PriceRange', [field]: { __typename: 'Money', amount: '1.00' } },
    },
  });
  cache.writeQuery({ query: part('min'), data: data('min') });
  cache.writeQuery({ query: part('max'), data: data('max') });
  expect(cache.readQuery({ query: part('min') })).not.toBeNull();
  expect(warn).not.toHaveBeenCalled();
});

it('a shorter list replaces the longer one without a warning', () => {
  const cache = createCache();
  const query = gql`query { me { id addresses { id } } }`;
  const data = (ids: readonly string[]) => ({
    me: {
      __typename: 'User',
      id: '1',
      addresses: ids.map((id) => ({ __typename: 'Address', id })),
    },
  });
  cache.writeQuery({ query, data: data(['a', 'b']) });
  cache.writeQuery({ query, data: data(['b']) });
  expect(cache.readQuery({ query })).toEqual(data(['b']));
  expect(warn).not.toHaveBeenCalled();
});
