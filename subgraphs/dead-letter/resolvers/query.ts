import { listDeadLetters } from '../domain/list-dead-letters.ts';
import type { QueryResolvers } from '../generated/graphql.ts';
import { readFirst, readQueue } from './arguments.ts';

export const Query: QueryResolvers = {
  deadLetters: (_, { queue, first }, { letters }) =>
    listDeadLetters(letters, readQueue(queue), readFirst(first)),
};
