import { listDeadLetters } from '../domain/list-dead-letters.ts';
import type { QueryResolvers } from '../generated/graphql.ts';
import { parseFirst, parseQueue } from './arguments.ts';

export const Query: QueryResolvers = {
  deadLetters: (_, { queue, first }, { deadLetters }) =>
    listDeadLetters(deadLetters, parseQueue(queue), parseFirst(first)),
};
