export { ActiveSession } from './active-session.ts';
export { Mutation } from './mutation.ts';
export { Query } from './query.ts';
export { User } from './user.ts';
