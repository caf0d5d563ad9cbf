import {
  constraint,
  emptyAsAbsent,
  type PostalAddress,
  postalAddressField,
  refuse,
} from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';

/** An address as it was accepted; not validated again by the current rules. */
export const acceptedAddress = z.object({
  recipient: z.string(),
  company: z.string().nullable(),
  line1: z.string(),
  line2: z.string().nullable(),
  city: z.string(),
  region: z.string().nullable(),
  postalCode: z.string().nullable(),
  country: z.string(),
  phone: z.string().nullable(),
}) satisfies z.ZodType<PostalAddress>;

/** An address in the viewer's address book. */
export type SavedAddress = PostalAddress & { readonly id: string; readonly isDefault: boolean };

/** Returns the viewer's address book. Throws SERVICE_UNAVAILABLE while it cannot be read. */
export type ReadAddressBook = () => readonly SavedAddress[];

/** Fields of an input with the addresses of an order. */
export const addressFields = {
  shippingAddress: postalAddressField.nullish(),
  shippingAddressId: emptyAsAbsent(z.string()),
  useDefaultAddress: z.boolean().nullish(),
  billingAddress: postalAddressField.nullish(),
  billingAddressId: emptyAsAbsent(z.string()),
};
export type AddressFields = z.output<z.ZodObject<typeof addressFields>>;

/** An address as a request chooses it: in full, or one of the viewer's address book; without an id, the default. */
type Choice = PostalAddress | { readonly savedId: string | null };

/** The addresses that a request chooses. They are its identity: a replay does not depend on the address book. */
export type ChosenAddresses = { readonly shippingAddress: Choice; readonly billingAddress: Choice };

/** Parses the choice: one shipping address, at most one billing address, in full for guests. Refuses INVALID_VALUE. */
export function chooseAddresses(
  viewer: Viewer | undefined,
  fields: AddressFields,
): ChosenAddresses {
  const { shippingAddress, shippingAddressId, useDefaultAddress } = fields;
  const { billingAddress, billingAddressId } = fields;
  if (!viewer) assertInFull(fields);
  const shipping: Choice[] = [
    ...(shippingAddress ? [shippingAddress] : []),
    ...(shippingAddressId !== null ? [{ savedId: shippingAddressId }] : []),
    ...(useDefaultAddress ? [{ savedId: null }] : []),
  ];
  const [chosen] = shipping;
  if (!chosen || shipping.length > 1) {
    const names = '`shippingAddress`, `shippingAddressId` and `useDefaultAddress`';
    refuse(
      'INVALID_VALUE',
      `Give exactly one of ${names}.`,
      ['shippingAddress'],
      constraint('NOT_ALLOWED'),
    );
  }
  if (billingAddress && billingAddressId !== null) {
    const message = 'Give `billingAddress` or `billingAddressId`, not both.';
    refuse('INVALID_VALUE', message, ['billingAddress'], constraint('NOT_ALLOWED'));
  }
  const billing = billingAddressId === null ? billingAddress : { savedId: billingAddressId };
  return { shippingAddress: chosen, billingAddress: billing ?? chosen };
}

function assertInFull(fields: AddressFields): void {
  const saved = (['shippingAddressId', 'useDefaultAddress', 'billingAddressId'] as const).find(
    (field) => fields[field],
  );
  if (saved)
    refuse('INVALID_VALUE', 'Guests have no address book.', [saved], constraint('NOT_ALLOWED'));
}

/** Returns the chosen addresses in full. Refuses NOT_FOUND for an address that is not in the address book. */
export function findAddresses(
  { shippingAddress, billingAddress }: ChosenAddresses,
  readAddressBook: ReadAddressBook,
): { readonly shippingAddress: PostalAddress; readonly billingAddress: PostalAddress } {
  const find = (choice: Choice, field: string): PostalAddress =>
    'savedId' in choice ? savedAddress(readAddressBook(), choice.savedId, field) : choice;
  const shipping = find(shippingAddress, 'shippingAddressId');
  const isSame = billingAddress === shippingAddress;
  return {
    shippingAddress: shipping,
    billingAddress: isSame ? shipping : find(billingAddress, 'billingAddressId'),
  };
}

function savedAddress(
  book: readonly SavedAddress[],
  savedId: string | null,
  field: string,
): PostalAddress {
  const found = book.find(({ id, isDefault }) => (savedId === null ? isDefault : id === savedId));
  if (!found && savedId === null) {
    refuse('NOT_FOUND', 'Your address book has no default address.', ['useDefaultAddress']);
  }
  if (!found) {
    refuse('NOT_FOUND', 'Your address book does not contain this address.', [field]);
  }
  const { id: _, isDefault: __, ...address } = found;
  return address;
}
