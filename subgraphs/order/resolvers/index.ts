export { Mutation } from './mutation.ts';
export { Order, OrderLine, ShortLine } from './order.ts';
export { Query } from './query.ts';
export { User } from './user.ts';
