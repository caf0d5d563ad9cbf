import type { QueryResolvers } from '../generated/graphql.ts';
import { pageOfDeadLetters } from './dead-letter-page.ts';

export const Query: QueryResolvers = {
  deadLetters: (_, args, context) => pageOfDeadLetters(args, context),
};
