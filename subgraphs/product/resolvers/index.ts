export { BulkUpsertResult } from './bulk-upsert-result.ts';
export { Category } from './category.ts';
export { Mutation } from './mutation.ts';
export { Product } from './product.ts';
export { ProductVariant } from './product-variant.ts';
export { Query } from './query.ts';
