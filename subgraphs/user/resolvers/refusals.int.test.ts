import { declaredRefusals, refusedOperation } from '@shop/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { execute } from '../testing/graph-fixture.ts';
import { openAccounts, type TestAccounts } from '../testing/open-accounts.ts';
import { accountRefusals } from '../testing/refusals/account-refusals.ts';
import { addressRefusals } from '../testing/refusals/address-refusals.ts';
import { emailRefusals } from '../testing/refusals/email-refusals.ts';
import { passwordRefusals } from '../testing/refusals/password-refusals.ts';
import { signInRefusals } from '../testing/refusals/sign-in-refusals.ts';

let shop: TestAccounts;
beforeAll(async () => {
  shop = await openAccounts();
});
afterAll(() => shop.close());

const session = 'user { id } session { accessToken }';
const account = 'user { id }';
const address = 'user { id defaultAddress { id } } address { id }';
/** What is selected beside `userErrors`. */
const selections: Readonly<Record<string, string>> = {
  ...{ register: session, login: session, refreshToken: session },
  ...{ changePassword: account, verifyEmail: account, confirmEmailChange: account },
  ...{ updateProfile: account, setUserRoles: account },
  ...{ suspendUser: account, reinstateUser: account },
  ...{ addAddress: address, updateAddress: address, setDefaultAddress: address },
  deleteAccount: 'deletedUserId',
  removeAddress: 'user { id defaultAddress { id } } removedAddressId',
};

type Payload = { readonly userErrors: readonly { readonly code: string }[] };

const allCases = () => ({
  ...signInRefusals(shop),
  ...passwordRefusals(shop),
  ...emailRefusals(shop),
  ...accountRefusals(shop),
  ...addressRefusals(shop),
});

it('every code that a mutation declares is tested below', () => {
  expect(Object.keys(allCases()).sort()).toEqual(declaredRefusals('user.graphql'));
});

it.each(Object.keys(allCases()))(
  '%s: the payload has the objects as they are now',
  async (name) => {
    const [mutation = '', code] = name.split(' ');
    const { input, viewer, now } = (await allCases()[name]?.()) ?? {};
    const operation = refusedOperation(mutation, selections[mutation], input !== undefined);
    const { data, errors } = await execute(shop, operation, { input }, viewer);
    expect(errors).toEqual([]);
    const { userErrors, ...payload } = (data as never as Record<string, Payload>)[mutation] ?? {};
    expect([...new Set(userErrors?.map((reason) => reason.code))]).toEqual([code]);
    expect(payload).toMatchObject(now ?? {});
  },
);
