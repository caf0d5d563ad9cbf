import { newId } from '@shop/domain';
import { addAddress } from '../../domain/add-address.ts';
import { maxAddresses } from '../../domain/address-book.ts';
import type { TestAccounts } from '../open-accounts.ts';
import { type RefusalCases, unknownViewer } from './case.ts';

const address = { recipient: 'Nel', line1: 'A 1', city: 'B', postalCode: '10115', country: 'DE' };

/** Refusals of the mutations of the address book. The payload has the viewer, with the addresses as they are now. */
export const addressRefusals = (shop: TestAccounts): RefusalCases => {
  /** A mutation of a viewer with one address. */
  const own = async (input: object, now: object = {}) => {
    const { viewer } = await shop.newAccount();
    const { id } = await addAddress(shop.deps, viewer, { address });
    const user = { id: viewer.id, defaultAddress: { id } };
    return { id, input, viewer, now: { user, ...now } };
  };
  const unknown = (input: object = {}, now: object = { address: null }) =>
    own({ addressId: newId(), ...input }, now);
  const nothing = { user: null, address: null };
  /** A mutation whose key was used before with another input. */
  const withUsedKey = async (mutation: string, input: object, now?: object) => {
    const refused = await own(input, now);
    const [key, scope] = [newId(), `${mutation}:${refused.viewer.id}`];
    const data = { scope, key, fingerprint: 'of another input' };
    await shop.prisma.idempotencyKey.create({ data });
    return { ...refused, input: { ...input, idempotencyKey: key } };
  };
  const unknownId = { addressId: newId() };
  const noAddress = { address: null };
  const shortKey = { ...unknownId, idempotencyKey: 'short' };
  return {
    'addAddress IDEMPOTENCY_CONFLICT': () => withUsedKey('addAddress', { address }, noAddress),
    'updateAddress IDEMPOTENCY_CONFLICT': () =>
      withUsedKey('updateAddress', { ...unknownId, address }, noAddress),
    'removeAddress IDEMPOTENCY_CONFLICT': () => withUsedKey('removeAddress', unknownId),
    'removeAddress INVALID_VALUE': () => own(shortKey),
    'setDefaultAddress IDEMPOTENCY_CONFLICT': () => withUsedKey('setDefaultAddress', unknownId),
    'setDefaultAddress INVALID_VALUE': () => own(shortKey),
    'addAddress INVALID_VALUE': () => own({ address: { ...address, city: '' } }, { address: null }),
    async 'addAddress NOT_FOUND'() {
      return { input: { address }, viewer: await unknownViewer(shop), now: nothing };
    },
    async 'addAddress LIMIT_REACHED'() {
      const refused = await own({ address }, { address: null });
      for (let n = 1; n < maxAddresses; n++) {
        await addAddress(shop.deps, refused.viewer, { address });
      }
      return refused;
    },
    async 'updateAddress INVALID_VALUE'() {
      const { id, ...refused } = await own({});
      const input = { addressId: id, address: { ...address, city: '' } };
      return { ...refused, input, now: { ...refused.now, address: { id } } };
    },
    'updateAddress NOT_FOUND': () => unknown({ address }),
    'removeAddress NOT_FOUND': () => unknown({}, { removedAddressId: null }),
    'setDefaultAddress NOT_FOUND': () => unknown(),
  };
};
