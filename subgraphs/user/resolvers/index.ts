export { ActiveSession } from './active-session.ts';
export { Mutation } from './mutation.ts';
export { Query } from './query.ts';
export { Session } from './session.ts';
export { User } from './user.ts';
