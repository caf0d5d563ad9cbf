import { createHash } from 'node:crypto';
import { forbidden, parseArguments, parsePage, toConnection, unauthenticated } from '@shop/service';
import type { ProductConnection, ProductContext } from '../context.ts';
import { facetsOf } from '../domain/facets.ts';
import {
  keyParts,
  type ProductList,
  parseProductList,
  selectsHidden,
} from '../domain/product-list.ts';
import { canManageCatalog } from '../domain/visibility.ts';
import type { QueryProductsArgs } from '../generated/graphql.ts';

/**
 * Returns one page of the catalogue. Throws BAD_USER_INPUT, and UNAUTHENTICATED or FORBIDDEN when the filter
 * selects products that the viewer may not see.
 */
export async function listProducts(
  { search, filter, sort, ...args }: QueryProductsArgs,
  { viewer, products, loaders }: ProductContext,
): Promise<ProductConnection> {
  const input = { search, filter, sort };
  const canManage = canManageCatalog(viewer);
  if (selectsHidden(input) && !canManage) {
    throw viewer ? forbidden() : unauthenticated();
  }
  const categories = filter?.category == null ? [] : await loaders.categories();
  const list = parseArguments(() => parseProductList(input, canManage, categories));
  const name = list ? nameOf(list) : 'products:none';
  const request = parsePage(name, args, list ? keyParts[list.sort] : []);
  const page = list
    ? await products.page(list.filter, list.sort, request)
    : { rows: [], more: false };
  const connection = toConnection(page, {
    list: name,
    request,
    keyOf: ({ key }) => key,
    nodeOf: ({ product }) => product,
    count: async () => (list ? products.count(list.filter) : 0),
  });
  return {
    ...connection,
    facets: async () =>
      list ? facetsOf(await products.facets(list.filter), await loaders.categories()) : [],
  };
}

/** Cursors belong to one sort, and with RELEVANCE to one search. */
const nameOf = ({ sort, filter }: ProductList): string =>
  sort === 'RELEVANCE'
    ? `products:RELEVANCE:${createHash('sha256')
        .update(filter.search ?? '')
        .digest('base64url')
        .slice(0, 8)}`
    : `products:${sort}`;
