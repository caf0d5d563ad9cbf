import { newId } from '@shop/domain';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountHandlers } from '../events/handlers.ts';
import { createTestProvider } from '../payments/test-provider/create-test-provider.ts';
import { createChargeStore } from '../payments/test-provider/prisma/charge-store.ts';
import { unreachable, withSavedMethods } from '../testing/fake-providers.ts';
import { newKey, newViewer } from '../testing/fixtures.ts';
import { execute } from '../testing/graph-fixture.ts';
import { customer, openOrderFixture } from '../testing/order-fixture.ts';
import { type PayOrderInput, payOrder } from './pay-order.ts';
import { ProviderUnavailable, type SavingPaymentProvider } from './ports.ts';
import { removePaymentMethod } from './remove-payment-method.ts';
import { maxSavedMethods } from './saved-payment-methods.ts';

let shop: Awaited<ReturnType<typeof openOrderFixture>>;
let payments: SavingPaymentProvider;
beforeAll(async () => {
  shop = await openOrderFixture();
  const charges = createChargeStore(shop);
  payments = createTestProvider({
    charges,
    publicUrl: 'https://shop.example',
    delayMs: 0,
    authorisationMs: 60_000,
  });
});
afterAll(() => shop.close());

const pay = async (change: Partial<PayOrderInput>, provider = payments) =>
  shop.pay(await shop.confirmed(), provider, { paymentToken: 'tok_success', ...change });
const saved = () => payments.methods.ofUser(customer.id);
const forget = () => payments.methods.removeUser(customer.id);

const bothSources = { paymentMethodId: newId(), giftCardCode: 'UNKNOWN1' };

describe('payOrder with saved payment methods', () => {
  it('a customer saves a method while paying and pays the next order with it', async () => {
    await forget();
    await pay({ savePaymentMethod: true });
    const [method] = await saved();
    expect(method).toMatchObject({ brand: 'test', last4: '4242' });
    const paid = await pay({ paymentToken: null, paymentMethodId: method?.id ?? '' });
    expect(paid).toMatchObject({ status: 'PAID', payments: [{ status: 'CAPTURED' }] });
  });

  it('a repeated request pays once and saves once, also when the method was removed in between', async () => {
    await forget();
    const orderId = await shop.confirmed();
    const first = {
      paymentToken: 'tok_success',
      savePaymentMethod: true,
      idempotencyKey: newKey(),
    };
    const paid = await shop.pay(orderId, payments, first);
    expect(await shop.pay(orderId, payments, first)).toEqual(paid);
    const [method, ...others] = await saved();
    expect(others).toEqual([]);

    const id = method?.id ?? '';
    const other = await shop.confirmed();
    const second = { paymentToken: null, paymentMethodId: id, idempotencyKey: newKey() };
    const again = await shop.pay(other, payments, second);
    await removePaymentMethod(payments.methods, customer, { paymentMethodId: id });
    expect(await shop.pay(other, payments, second)).toEqual(again);
    const key = { ...second, paymentMethodId: newId() };
    expect(await refusalOf(() => shop.pay(other, payments, key))).toEqual([
      'IDEMPOTENCY_CONFLICT idempotencyKey',
    ]);
  });

  it('a payment that the customer confirms later saves its method then, and not for an account that is deleted', async () => {
    await forget();
    const charges = createChargeStore(shop);
    const wait = async () => {
      const order = await pay({ paymentToken: 'tok_needs_action', savePaymentMethod: true });
      return order.payments[0]?.id ?? '';
    };
    const approve = (key: string) =>
      charges.update(key, (charge) => ({ ...charge, status: 'CAPTURED' }));
    const first = await wait();
    expect(await saved()).toEqual([]);
    await approve(first);
    expect(await saved()).toMatchObject([{ last4: '3155' }]);

    const second = await wait();
    await forget();
    await approve(second);
    expect(await saved()).toEqual([]);
  });

  it('a declined payment saves nothing', async () => {
    await forget();
    const declined = () => pay({ paymentToken: 'tok_decline', savePaymentMethod: true });
    expect(await refusalOf(declined)).toEqual(['PAYMENT_DECLINED']);
    expect(await saved()).toEqual([]);
  });

  it.each<[string, Partial<PayOrderInput>, string]>([
    ['neither a token nor a method', { paymentToken: null }, 'paymentToken'],
    ['a method and a gift card', { paymentToken: null, ...bothSources }, 'paymentToken'],
    ['a token, a method and a gift card', bothSources, 'paymentToken'],
    [
      'a gift card to be saved',
      { paymentToken: null, giftCardCode: 'UNKNOWN1', savePaymentMethod: true },
      'savePaymentMethod',
    ],
    ['a token and a method', { paymentMethodId: newId() }, 'paymentToken'],
    [
      'a method to be saved again',
      { paymentToken: null, paymentMethodId: newId(), savePaymentMethod: true },
      'savePaymentMethod',
    ],
  ])('%s is refused', async (_, change, field) => {
    expect(await refusalOf(() => pay(change))).toEqual([`INVALID_VALUE ${field}`]);
  });

  it('guests neither save a method nor pay with one', async () => {
    const orderId = await shop.confirmed();
    const input = { orderId, orderToken: 'x', idempotencyKey: newKey() };
    const asGuest = (change: Partial<PayOrderInput>) => {
      const sent = { ...input, paymentToken: 'tok_success', ...change };
      return refusalOf(() => payOrder({ ...shop, payments }, undefined, sent));
    };
    expect(await asGuest({ savePaymentMethod: true })).toEqual(['INVALID_VALUE savePaymentMethod']);
    expect(await asGuest({ paymentToken: null, paymentMethodId: newId() })).toEqual([
      'INVALID_VALUE paymentMethodId',
    ]);
  });

  it('a method of another customer, and an unknown one, are not found, and no payment is saved', async () => {
    await forget();
    const other = newViewer();
    await payments.charge({
      ...{ key: newId(), token: 'tok_success', saveFor: other.id },
      amount: { minor: 100n, currency: 'EUR' },
    });
    const [method] = await payments.methods.ofUser(other.id);
    const orderId = await shop.confirmed();
    for (const paymentMethodId of [method?.id, newId(), 'tok_success']) {
      const input = { paymentToken: null, paymentMethodId };
      const theft = () => shop.pay(orderId, payments, input);
      expect(await refusalOf(theft)).toEqual(['NOT_FOUND paymentMethodId']);
    }
    expect((await shop.read(orderId))?.payments).toEqual([]);
    const removal = () =>
      removePaymentMethod(payments.methods, customer, { paymentMethodId: method?.id ?? '' });
    expect(await refusalOf(removal)).toEqual(['NOT_FOUND paymentMethodId']);
    expect(await payments.methods.ofUser(other.id)).toHaveLength(1);
  });

  it('a customer with many saved methods saves no other, and still pays', async () => {
    const full = withSavedMethods(maxSavedMethods);
    const saving = () => pay({ savePaymentMethod: true }, full);
    expect(await refusalOf(saving)).toEqual(['LIMIT_REACHED savePaymentMethod']);
    expect(await pay({}, full)).toMatchObject({ status: 'PAID' });
    const almost = withSavedMethods(maxSavedMethods - 1);
    expect(await pay({ savePaymentMethod: true }, almost)).toMatchObject({ status: 'PAID' });
  });

  it('a provider that does not answer leaves an order that is to be paid with a saved method unchanged', async () => {
    const orderId = await shop.confirmed();
    const input = { paymentToken: null, paymentMethodId: newId() };
    await expect(shop.pay(orderId, unreachable, input)).rejects.toBeInstanceOf(ProviderUnavailable);
    expect((await shop.read(orderId))?.payments).toEqual([]);
  });
});

describe('User.paymentMethods', () => {
  const text = `query ($id: ID!) { _entities(representations: [{ __typename: "User", id: $id }]) {
    ... on User { paymentMethods { brand last4 expiryMonth expiryYear savedAt } } } }`;
  const read = (provider = payments) =>
    execute(shop, text, { id: customer.id }, customer, { payments: provider });

  it('the user reads them as the provider states them', async () => {
    await forget();
    await pay({ savePaymentMethod: true });
    const method = { brand: 'test', last4: '4242', expiryMonth: 12 };
    expect(await read()).toMatchObject({
      data: { _entities: [{ paymentMethods: [method] }] },
      errors: [],
    });
  });

  it('a provider that does not answer is an error, and not an empty list', async () => {
    const { data, errors } = await read(unreachable);
    expect(data).toEqual({ _entities: [{ paymentMethods: null }] });
    expect(errors).toHaveLength(1);
  });
});

it('the methods of an account that was deleted are removed, also when the event arrives twice', async () => {
  await pay({ savePaymentMethod: true });
  const handled: string[] = [];
  const once = async ({ id }: { readonly id: string }) => void handled.push(id);
  const handle = accountHandlers(once, payments)['user.deleted.v1'];
  const event = { id: 'e1', data: { userId: customer.id, email: 'nel@shop.example' } } as never;
  await expect(accountHandlers(once, unreachable)['user.deleted.v1'](event)).rejects.toThrow();
  expect(handled).toEqual([]);
  await handle(event);
  await handle(event);
  expect(await saved()).toEqual([]);
  // Otherwise `npm run doctor` names the event as one that was not handled.
  expect(handled).toEqual(['e1', 'e1']);
});
