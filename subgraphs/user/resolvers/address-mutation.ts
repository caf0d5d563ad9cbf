import { mutationPayload, requireViewer } from '@shop/service';
import type { UserContext } from '../context.ts';
import { addAddress } from '../domain/add-address.ts';
import type { SavedAddress } from '../domain/address-book.ts';
import { removeAddress } from '../domain/remove-address.ts';
import { setDefaultAddress } from '../domain/set-default-address.ts';
import { updateAddress } from '../domain/update-address.ts';
import type { User } from '../domain/user.ts';
import type { MutationResolvers } from '../generated/graphql.ts';

/** Reads the viewer with the address book as it is now; other mutations of the request may have read it before. */
async function viewerNow(context: UserContext): Promise<User | null> {
  const { id } = requireViewer(context);
  context.loaders.addressBook.clear(id);
  return (await context.loaders.user.load(id)) ?? null;
}

type AddressPayload = { readonly address: SavedAddress | null; readonly user: User | null };

/** The payload of a mutation of one address: with the viewer, whose default address may be another now. */
const addressPayload = (
  context: UserContext,
  addressId: string | undefined,
  work: () => Promise<SavedAddress>,
) =>
  mutationPayload<AddressPayload>(
    async () => ({ address: await work(), user: await viewerNow(context) }),
    async () => {
      const user = await viewerNow(context);
      const book = user && (await context.loaders.addressBook.load(user.id));
      return { user, address: book?.find(({ id }) => id === addressId) ?? null };
    },
  );

/** The mutations of the address book. */
export const addressMutations: MutationResolvers = {
  addAddress: (_, { input }, context) =>
    addressPayload(context, undefined, () => addAddress(context, requireViewer(context), input)),
  updateAddress: (_, { input }, context) =>
    addressPayload(context, input.addressId, () =>
      updateAddress(context, requireViewer(context), input),
    ),
  removeAddress: (_, { input }, context) =>
    mutationPayload<{ removedAddressId: string; user: User | null }>(
      async () => ({
        ...(await removeAddress(context, requireViewer(context), input)),
        user: await viewerNow(context),
      }),
      async () => ({ user: await viewerNow(context) }),
    ),
  setDefaultAddress: (_, { input }, context) =>
    addressPayload(context, input.addressId, () =>
      setDefaultAddress(context, requireViewer(context), input),
    ),
};
