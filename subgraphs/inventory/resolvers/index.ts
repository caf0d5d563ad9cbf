export { Mutation } from './mutation.ts';
export { Order } from './order.ts';
export { ProductVariant } from './product-variant.ts';
export { Query } from './query.ts';
export { Stock, StockMovement } from './stock.ts';
