import type { Origin } from '@shop/schema';
import type { Connection, ViewerContext } from '@shop/service';
import type { ProductFacet } from './domain/facets.ts';
import type {
  BulkResultStore,
  CategoryStore,
  PricePoint,
  PriceStore,
  ProductStore,
} from './domain/ports.ts';
import type { Product } from './domain/product.ts';
import { createLoaders, type Loaders } from './loaders.ts';

type Stores = {
  readonly products: ProductStore;
  readonly categories: CategoryStore;
  readonly prices: PriceStore;
  readonly bulkResults: BulkResultStore;
};

export type ProductContext = ViewerContext &
  Stores & {
    readonly loaders: Loaders;
    /** Returns the address of an image; the pictures of the demonstration catalogue are stored as a path. */
    readonly imageUrl: (stored: string) => string;
  };

/** What `ProductConnection` resolves from. */
export type ProductConnection = Connection<Product> & {
  readonly facets: () => Promise<ProductFacet[]>;
};

/** What `PricePointConnection` resolves from. */
export type PricePointConnection = Connection<PricePoint>;

/** Creates the context of one request. */
export const createContext =
  (publicUrl: string, open: (origin: Origin) => Stores) =>
  ({ viewer }: ViewerContext, origin: Origin): ProductContext => {
    const stores = open(origin);
    const imageUrl = (stored: string) => new URL(stored, publicUrl).href;
    return { viewer, ...stores, loaders: createLoaders(stores, viewer), imageUrl };
  };
