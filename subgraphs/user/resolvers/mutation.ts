import { answer } from '@shop/service';
import { login } from '../domain/login.ts';
import { register } from '../domain/register.ts';
import type { MutationResolvers } from '../generated/graphql.ts';

export const Mutation: MutationResolvers = {
  register: (_, { input }, context) => answer(() => register(context, input)),
  login: (_, { input }, context) => answer(() => login(context, input)),
};
