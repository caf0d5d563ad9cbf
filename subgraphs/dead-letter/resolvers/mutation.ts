import { mutationPayload } from '@shop/service';
import { purgeDeadLetters } from '../domain/purge-dead-letters.ts';
import { redriveDeadLetters } from '../domain/redrive-dead-letters.ts';
import type { MutationResolvers } from '../generated/graphql.ts';

export const Mutation: MutationResolvers = {
  redriveDeadLetters: (_, { input }, { deadLetters }) =>
    mutationPayload(async () => ({ redriven: await redriveDeadLetters(deadLetters, input) })),
  purgeDeadLetters: (_, { input }, { deadLetters }) =>
    mutationPayload(async () => ({ purged: await purgeDeadLetters(deadLetters, input) })),
};
