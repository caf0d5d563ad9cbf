import type { Origin } from '@shop/schema';
import type { Caller, Connection } from '@shop/service';
import type { CategoryStore, ProductStore } from './domain/ports.ts';
import type { Product } from './domain/product.ts';
import { createLoaders, type Loaders } from './loaders.ts';

export type ProductContext = Caller & {
  readonly products: ProductStore;
  readonly categories: CategoryStore;
  readonly loaders: Loaders;
};

/** What `ProductConnection` resolves from. */
export type ProductConnection = Connection<Product>;

type Sources = {
  readonly products: (origin: Origin) => ProductStore;
  readonly categories: CategoryStore;
};

/** What resolvers get, new for each request. */
export const createContext =
  ({ products, categories }: Sources) =>
  ({ viewer }: Caller, origin: Origin): ProductContext => {
    const store = products(origin);
    return {
      viewer,
      products: store,
      categories,
      loaders: createLoaders(store, categories, viewer),
    };
  };
