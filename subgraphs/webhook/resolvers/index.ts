export { Mutation } from './mutation.ts';
export { Query } from './query.ts';
