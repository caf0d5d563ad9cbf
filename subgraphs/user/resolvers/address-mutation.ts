import { mutationPayload, requireViewer } from '@shop/service';
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
    mutationPayload(async () => ({
      address: await addAddress(context, requireViewer(context), input),
    })),
  updateAddress: (_, { input }, context) =>
    mutationPayload(async () => ({
      address: await updateAddress(context, requireViewer(context), input),
    })),
  removeAddress: (_, { input }, context) =>
    mutationPayload(() => removeAddress(context, requireViewer(context), input)),
  setDefaultAddress: (_, { input }, context) =>
    mutationPayload(async () => ({
      address: await setDefaultAddress(context, requireViewer(context), input),
    })),
};
