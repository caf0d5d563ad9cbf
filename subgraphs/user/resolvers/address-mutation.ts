import { answer, signedIn } from '@shop/service';
import {
  addAddress,
  removeAddress,
  setDefaultAddress,
  updateAddress,
} from '../domain/address-book.ts';
import type { MutationResolvers } from '../generated/graphql.ts';

/** The mutations of the address book. */
export const addressMutations: MutationResolvers = {
  addAddress: (_, { input }, context) =>
    answer(async () => ({ address: await addAddress(context, signedIn(context), input) })),
  updateAddress: (_, { input }, context) =>
    answer(async () => ({ address: await updateAddress(context, signedIn(context), input) })),
  removeAddress: (_, { input }, context) =>
    answer(() => removeAddress(context, signedIn(context), input)),
  setDefaultAddress: (_, { input }, context) =>
    answer(async () => ({ address: await setDefaultAddress(context, signedIn(context), input) })),
};
