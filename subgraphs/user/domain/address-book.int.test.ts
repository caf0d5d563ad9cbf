import { newId } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAccounts, type TestAccounts } from '../testing/open-accounts.ts';
import { type AddAddressInput, addAddress } from './add-address.ts';
import { removeAddress } from './remove-address.ts';
import { setDefaultAddress } from './set-default-address.ts';
import { updateAddress } from './update-address.ts';

let shop: TestAccounts;
beforeAll(async () => {
  shop = await openAccounts();
});
afterAll(() => shop.close());

const newViewer = async (): Promise<Viewer> => (await shop.newAccount()).viewer;
const place = (line1: string) => ({
  recipient: 'Nel',
  line1,
  city: 'Berlin',
  postalCode: '10115',
  country: 'DE',
});
const add = (viewer: Viewer, line1: string, change: Partial<AddAddressInput> = {}) =>
  addAddress(shop.deps, viewer, { address: place(line1), ...change });
/** Returns the streets of the book; a star marks the default. */
const bookOf = async ({ id }: Viewer) =>
  (await shop.deps.addresses.ofUsers([id]))[0]?.map(
    ({ line1, isDefault }) => `${line1}${isDefault ? '*' : ''}`,
  );

describe('the address book', () => {
  it('the first address in an address book is the default until another one is chosen', async () => {
    const nel = await newViewer();
    expect(await add(nel, 'A')).toMatchObject({ line1: 'A', company: null, isDefault: true });
    await add(nel, 'B');
    await add(nel, 'C', { makeDefault: true });
    expect(await bookOf(nel)).toEqual(['A', 'B', 'C*']);
    const { id } = await add(nel, 'D');
    await setDefaultAddress(shop.deps, nel, { addressId: id });
    await setDefaultAddress(shop.deps, nel, { addressId: id });
    expect(await bookOf(nel)).toEqual(['A', 'B', 'C', 'D*']);
  });

  it('removing the default address makes the oldest remaining address the default', async () => {
    const nel = await newViewer();
    const [a, b] = [await add(nel, 'A'), await add(nel, 'B')];
    await add(nel, 'C');
    expect(await removeAddress(shop.deps, nel, { addressId: b.id })).toEqual({
      removedAddressId: b.id,
    });
    await removeAddress(shop.deps, nel, { addressId: a.id });
    expect(await bookOf(nel)).toEqual(['C*']);
    const again = () => removeAddress(shop.deps, nel, { addressId: a.id });
    expect(await refusalOf(again)).toEqual(['NOT_FOUND addressId']);
  });

  it('updating an address replaces all of its fields', async () => {
    const nel = await newViewer();
    const phone = '+4930123456';
    const { id } = await add(nel, 'A', { address: { ...place('A'), phone, company: 'Acme' } });
    const address = { ...place('B'), country: 'FR' };
    expect(await updateAddress(shop.deps, nel, { addressId: id, address })).toMatchObject({
      id,
      line1: 'B',
      country: 'FR',
      phone: null,
      company: null,
      isDefault: true,
    });
    const bad = { addressId: id, address: { ...address, city: '', country: 'EU' } };
    expect(await refusalOf(() => updateAddress(shop.deps, nel, bad))).toEqual([
      'INVALID_VALUE address city',
      'INVALID_VALUE address country',
    ]);
  });

  it('a user cannot change the addresses of another user', async () => {
    const [nel, eve] = [await newViewer(), await newViewer()];
    const { id: addressId } = await add(nel, 'A');
    await add(eve, 'E');
    const address = place('X');
    for (const attempt of [
      () => updateAddress(shop.deps, eve, { addressId, address }),
      () => removeAddress(shop.deps, eve, { addressId }),
      () => setDefaultAddress(shop.deps, eve, { addressId }),
      () => setDefaultAddress(shop.deps, eve, { addressId: '%' }),
    ]) {
      expect(await refusalOf(attempt)).toEqual(['NOT_FOUND addressId']);
    }
    expect(await bookOf(nel)).toEqual(['A*']);
    const unknownUser = { ...eve, id: newId() };
    expect(await refusalOf(() => add(unknownUser, 'A'))).toEqual(['NOT_FOUND']);
  });

  it('an address book never has more than 20 addresses, even with concurrent additions', async () => {
    const nel = await newViewer();
    for (let n = 0; n < 15; n++) await add(nel, `${n}`);
    const rivals = Array.from({ length: 10 }, (_, n) => add(nel, `rival ${n}`));
    const results = await Promise.allSettled(rivals);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect(await bookOf(nel)).toHaveLength(20);
    expect(await refusalOf(() => add(nel, 'one more'))).toEqual(['LIMIT_REACHED']);
  });
});
