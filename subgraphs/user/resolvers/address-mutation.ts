import { mutationPayload, requireViewer } from '@shop/service';
import { addAddress } from '../domain/add-address.ts';
import { removeAddress } from '../domain/remove-address.ts';
import { setDefaultAddress } from '../domain/set-default-address.ts';
import { updateAddress } from '../domain/update-address.ts';
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
