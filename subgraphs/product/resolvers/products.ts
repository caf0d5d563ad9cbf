import { createHash } from 'node:crypto';
import type { Page, PageRequest } from '@shop/domain';
import {
  forbidden,
  limitMaxAge,
  parseArguments,
  parsePage,
  toConnection,
  unauthenticated,
} from '@shop/service';
import type { ProductConnection, ProductContext } from '../context.ts';
import type { Category } from '../domain/category.ts';
import { facetsOf } from '../domain/facets.ts';
import type { ListedProduct } from '../domain/ports.ts';
import {
  keyParts,
  type ProductList,
  parseProductList,
  selectsHidden,
} from '../domain/product-list.ts';
import { canManageCatalog } from '../domain/visibility.ts';
import type { QueryProductsArgs } from '../generated/graphql.ts';

/** In seconds. Stock changes with every order, and is projected within moments. */
const stockMaxAge = 5;

/** Reads the parts of a list. */
type Reads = {
  readonly page: (list: ProductList, request: PageRequest) => Promise<Page<ListedProduct>>;
  readonly count: (list: ProductList) => Promise<number>;
  readonly withinId?: string;
};

/**
 * Returns one page of the catalogue. Throws BAD_USER_INPUT, and UNAUTHENTICATED or FORBIDDEN when the filter
 * selects products that the viewer may not see.
 */
export const listProducts = (args: QueryProductsArgs, context: ProductContext) =>
  listOf(args, context, {
    page: ({ filter, sort }, request) => context.products.page(filter, sort, request),
    count: ({ filter }) => context.products.count(filter),
  });

/** The same for the products of a category and its subcategories. */
export const listProductsOf = (
  { id }: Category,
  args: QueryProductsArgs,
  context: ProductContext,
) => {
  const { categoryPages, categoryCounts } = context.loaders;
  return listOf(args, context, {
    page: (list, page) => categoryPages.load(id, { ...list, page }),
    count: ({ filter }) => categoryCounts.load(id, filter),
    withinId: id,
  });
};

async function listOf(
  { search, filter, sort, ...args }: QueryProductsArgs,
  context: ProductContext,
  { page, count, withinId }: Reads,
): Promise<ProductConnection> {
  const { viewer, products, loaders } = context;
  if (filter?.inStock != null) limitMaxAge(context, stockMaxAge);
  const input = { search, filter, sort };
  const canManage = canManageCatalog(viewer);
  if (selectsHidden(input) && !canManage) {
    throw viewer ? forbidden() : unauthenticated();
  }
  const categories = filter?.category == null ? [] : await loaders.categories();
  const list = parseArguments(() => parseProductList(input, canManage, categories));
  const name = list ? nameOf(list) : 'products:none';
  const request = parsePage(name, args, list ? keyParts[list.sort] : []);
  const connection = toConnection(list ? await page(list, request) : { rows: [], more: false }, {
    list: name,
    request,
    keyOf: ({ key }) => key,
    nodeOf: ({ product }) => product,
    count: async () => (list ? count(list) : 0),
  });
  return {
    ...connection,
    facets: async () =>
      list
        ? facetsOf(await products.facets({ ...list.filter, withinId }), await loaders.categories())
        : [],
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
