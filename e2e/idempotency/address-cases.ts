import { registerCustomer, requestData } from '../client.ts';
import { AddAddressDocument } from '../generated/graphql.ts';
import { shippingAddress } from '../shipping-address.ts';
import type { Case } from './case.ts';

const elsewhere = { ...shippingAddress, line1: 'Elsewhere 1' };
const select = 'address { id line1 } user { addresses { id isDefault } }';

/** Returns a customer with two addresses, and the id of the second one. */
async function customerWithAddresses() {
  const { token } = await registerCustomer();
  const add = () => requestData(AddAddressDocument, { input: { address: shippingAddress } }, token);
  await add();
  const { addAddress } = await add();
  return { token, addressId: addAddress?.address?.id };
}

/** The mutations of the address book. */
export const addressCases: Readonly<Record<string, Case>> = {
  addAddress: {
    async prepare() {
      const { token } = await customerWithAddresses();
      return { token, input: { address: elsewhere }, other: { address: shippingAddress } };
    },
    select,
  },
  updateAddress: {
    async prepare() {
      const { token, addressId } = await customerWithAddresses();
      const input = { addressId, address: elsewhere };
      return { token, input, other: { addressId, address: shippingAddress } };
    },
    select,
  },
  removeAddress: {
    async prepare() {
      const { token, addressId } = await customerWithAddresses();
      return { token, input: { addressId }, other: { addressId: 'another' } };
    },
    select: 'removedAddressId user { addresses { id } }',
  },
  setDefaultAddress: {
    async prepare() {
      const { token, addressId } = await customerWithAddresses();
      return { token, input: { addressId }, other: { addressId: 'another' } };
    },
    select,
  },
};
