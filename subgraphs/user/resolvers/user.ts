import { displayEmail } from '@shop/domain';
import { scopesOf } from '@shop/schema';
import type { UserResolvers } from '../generated/graphql.ts';

export const User: UserResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.user.load(id),
  email: ({ email }) => displayEmail(email),
  scopes: ({ roles }) => scopesOf(roles),
  sessions: ({ id }, _, { sessions }) => sessions.activeOf(id, new Date()),
  addresses: async ({ id }, _, { loaders }) => [...(await loaders.addressBook.load(id))],
  defaultAddress: async ({ id }, _, { loaders }) =>
    (await loaders.addressBook.load(id)).find(({ isDefault }) => isDefault) ?? null,
};
