import { newId } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { mutationsWithKey, refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAccounts, type TestAccounts } from '../testing/open-accounts.ts';
import { addAddress } from './add-address.ts';
import { removeAddress } from './remove-address.ts';
import { setDefaultAddress } from './set-default-address.ts';
import { updateAddress } from './update-address.ts';

let shop: TestAccounts;
beforeAll(async () => {
  shop = await openAccounts();
});
afterAll(() => shop.close());

const place = (line1: string) => ({
  ...{ recipient: 'Nel', line1, city: 'Berlin', postalCode: '10115', country: 'DE' },
});
const verbs = { addAddress, removeAddress, setDefaultAddress, updateAddress };
type Verb = (deps: object, viewer: Viewer, input: object) => Promise<unknown>;

/** Returns a viewer with two addresses, and the id of the second one. */
async function open() {
  const { viewer } = await shop.newAccount();
  await addAddress(shop.deps, viewer, { address: place('A') });
  const { id: addressId } = await addAddress(shop.deps, viewer, { address: place('B') });
  const book = async () => (await shop.deps.addresses.ofUsers([viewer.id]))[0];
  return { viewer, addressId, book };
}

/** Inputs without their keys, and other ones. */
const inputs: Readonly<Record<keyof typeof verbs, (addressId: string) => [object, object]>> = {
  addAddress: () => [{ address: place('C') }, { address: place('D') }],
  removeAddress: (addressId) => [{ addressId }, { addressId: newId() }],
  setDefaultAddress: (addressId) => [{ addressId }, { addressId: newId() }],
  updateAddress: (addressId) => [
    { addressId, address: place('C') },
    { addressId, address: place('D') },
  ],
};

it('every mutation of the SDL with an idempotency key is tested below', () => {
  expect(Object.keys(inputs).sort()).toEqual(mutationsWithKey('user.graphql'));
});

describe.each(Object.entries(verbs))('%s', (name, verb) => {
  it(`${name} that is repeated at once and later has one effect and the same result`, async () => {
    const { viewer, addressId, book } = await open();
    const [input, other] = inputs[name as keyof typeof verbs](addressId);
    const idempotencyKey = newId();
    const send = (fields: object) =>
      (verb as Verb)(shop.deps, viewer, { ...fields, idempotencyKey });
    const [first, ...again] = await Promise.all([1, 2, 3].map(() => send(input)));
    expect(again).toEqual([first, first]);
    const after = await book();
    expect(await send(input)).toEqual(first);
    expect(await book()).toEqual(after);
    expect(await refusalOf(() => send(other))).toEqual(['IDEMPOTENCY_CONFLICT idempotencyKey']);
  });
});

it('an address that was removed since is not added again', async () => {
  const { viewer, book } = await open();
  const input = { address: place('C'), idempotencyKey: newId() };
  const { id: addressId } = await addAddress(shop.deps, viewer, input);
  await removeAddress(shop.deps, viewer, { addressId });
  expect(await refusalOf(() => addAddress(shop.deps, viewer, input))).toEqual(['NOT_FOUND']);
  expect(await book()).toHaveLength(2);
});
