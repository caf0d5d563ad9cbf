import { newId } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { subgraphSchema } from '@shop/service';
import { assertDeclaredRefusals } from '@shop/testing';
import { graphql } from 'graphql';
import { createContext } from '../context.ts';
import * as resolvers from '../resolvers/index.ts';
import type { Catalogue } from './open-catalogue.ts';

const schema = subgraphSchema('product', resolvers);

/** A viewer with `catalog:write`. */
export const catalogManager: Viewer = {
  id: newId(),
  email: 'staff@shop.example',
  emailVerified: true,
  roles: ['STAFF'],
  scopes: new Set(['catalog:write']),
  sessionId: 's',
};

type Node = { readonly id: string; readonly slug: string; readonly title: string };

type Facet = {
  readonly kind: string;
  readonly name: string | null;
  readonly values: readonly { readonly value: string; readonly count: number }[];
};

/** The fields that tests select. */
export type Data = {
  readonly products: {
    readonly nodes: readonly Node[];
    readonly totalCount: number;
    readonly facets: readonly Facet[];
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly hasPreviousPage: boolean;
      readonly startCursor: string;
      readonly endCursor: string;
    };
  };
};

/** Executes an operation as one request. */
export async function execute(
  shop: Catalogue,
  source: string,
  variableValues: Record<string, unknown> = {},
  viewer?: Viewer,
) {
  const contextValue = createContext('http://localhost:4000', () => shop)(
    { viewer },
    { correlationId: 'test' },
  );
  const { data, errors = [] } = await graphql({ schema, source, contextValue, variableValues });
  assertDeclaredRefusals(data);
  return { data: data as Data | null, errors: errors.map(({ message }) => message) };
}

/** The query `products` with all its arguments. */
export const listQuery = /* GraphQL */ `
  query ($search: String, $filter: ProductFilter, $sort: ProductSort,
    $first: Int, $after: String, $last: Int, $before: String) {
    products(search: $search, filter: $filter, sort: $sort,
      first: $first, after: $after, last: $last, before: $before) {
      nodes { id slug title }
      totalCount
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`;
