import { badInput, readPage, toConnection } from '@shop/service';
import { filterFor } from '../domain/browse-products.ts';
import type { QueryResolvers } from '../generated/graphql.ts';

export const Query: QueryResolvers = {
  product: (_, { id, slug }, { loaders }) => {
    if (id != null && slug == null) return loaders.product.load(id);
    if (slug != null && id == null) return loaders.productBySlug.load(slug);
    throw badInput('Give exactly one of `id` and `slug`.');
  },
  async products(_, { filter, ...args }, { viewer, products, loaders }) {
    const request = readPage('products', args);
    const slug = filter?.category;
    const wanted = filterFor(viewer, slug, slug == null ? [] : await loaders.categories());
    const page = wanted ? await products.page(wanted, request) : { rows: [], more: false };
    return toConnection(
      'products',
      request,
      page,
      ({ createdAt, id }) => [createdAt.toISOString(), id],
      async () => (wanted ? products.count(wanted) : 0),
    );
  },
  categories: (_, __, { loaders }) => loaders.categories(),
};
