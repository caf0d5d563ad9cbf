import { newId } from '@shop/domain';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ProviderUnavailable, type SavingPaymentProvider } from '../../domain/ports.ts';
import { openStores } from '../../testing/open-stores.ts';
import { startStripeServer } from '../../testing/stripe-server.ts';
import { graphPaymentEnv } from '../providers.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
let stripe: Awaited<ReturnType<typeof startStripeServer>>;
let provider: SavingPaymentProvider;
beforeAll(async () => {
  stores = await openStores();
  stripe = await startStripeServer();
  const { payments } = graphPaymentEnv.parse({
    PAYMENT_PROVIDER: 'stripe',
    STRIPE_SECRET_KEY: 'sk_test_0123456789',
    STRIPE_API_URL: stripe.url,
    STRIPE_WEBHOOK_SECRETS: 'whsec_0123456789abcdef',
  });
  provider = payments.serve({} as never, stores);
});
afterAll(async () => {
  await stripe?.close();
  await stores?.close();
});
beforeEach(() => {
  stripe.faults.lostResponses = 0;
});

const amount = { minor: 2_490n, currency: 'EUR' };
const charge = (saveFor?: string, token = 'pm_card_visa', key = newId()) =>
  provider.charge({ key, amount, token, saveFor });
const intentOf = (key: string) => stripe.intents().find(({ metadata }) => metadata['key'] === key);
const customersOf = (user: string) =>
  stripe.methods.customers().filter(({ metadata }) => metadata['user'] === user);
const saved = (user: string) => provider.methods.ofUser(user);

it('concurrent first payments of a user create one customer, and Stripe receives the id of the user alone', async () => {
  const user = newId();
  await Promise.all(Array.from({ length: 10 }, () => charge(user)));
  expect(customersOf(user)).toEqual([
    { id: expect.stringMatching(/^cus_/), object: 'customer', metadata: { user } },
  ]);
  expect(await stores.prisma.stripeCustomer.findMany({ where: { userId: user } })).toMatchObject([
    { customerId: customersOf(user)[0]?.id },
  ]);
});

it('cards alone are saved, for payments at which the customer is present; other charges have no customer', async () => {
  const [user, key, other] = [newId(), newId(), newId()];
  await charge(user, 'ctoken_pm_card_visa', key);
  expect(intentOf(key)).toMatchObject({
    customer: customersOf(user)[0]?.id,
    payment_method_options: { card: { setup_future_usage: 'on_session' } },
    setup_future_usage: null,
  });
  await charge(undefined, 'pm_card_visa', other);
  expect(intentOf(other)).toMatchObject({ customer: null, payment_method_options: null });
});

it('a card is saved by a charge that is captured later', async () => {
  const [user, key] = [newId(), newId()];
  const request = { key, amount, token: 'pm_card_visa', isCapturedLater: true, saveFor: user };
  expect(await provider.charge(request)).toMatchObject({ status: 'AUTHORISED' });
  expect(intentOf(key)?.payment_method_options).toEqual({
    card: {
      ...{ capture_method: 'manual', request_multicapture: 'if_available' },
      setup_future_usage: 'on_session',
    },
  });
  expect(await saved(user)).toHaveLength(1);
});

it('a card that the bank wants confirmed is saved once it is confirmed, and not when it is declined', async () => {
  const user = newId();
  const wait = async () => {
    const key = newId();
    await charge(user, 'pm_card_threeDSecure2Required', key);
    return intentOf(key)?.id ?? '';
  };
  stripe.decide(await wait(), false);
  const waiting = await wait();
  expect(await saved(user)).toEqual([]);
  stripe.decide(waiting, true);
  const [method] = await saved(user);
  // It is confirmed each time.
  const again = { key: newId(), amount, token: method?.id ?? '', savedBy: user };
  expect(await provider.charge(again)).toMatchObject({ status: 'REQUIRES_ACTION' });
});

it('lost answers lead to one customer and one saved method', async () => {
  const [user, key] = [newId(), newId()];
  // The first request and its retries.
  stripe.faults.lostResponses = 3;
  await expect(charge(user, 'pm_card_visa', key)).rejects.toBeInstanceOf(ProviderUnavailable);
  stripe.faults.lostResponses = 1;
  expect(await charge(user, 'pm_card_visa', key)).toEqual({ status: 'CAPTURED' });
  expect(customersOf(user)).toHaveLength(1);
  const [method, ...others] = await saved(user);
  expect(others).toEqual([]);

  stripe.faults.lostResponses = 3;
  await expect(saved(user)).rejects.toBeInstanceOf(ProviderUnavailable);
  stripe.faults.lostResponses = 1;
  expect(await provider.methods.remove(user, method?.id ?? '')).toBe(true);
  stripe.faults.lostResponses = 3;
  await expect(provider.methods.removeUser(user)).rejects.toBeInstanceOf(ProviderUnavailable);
  await provider.methods.removeUser(user);
  expect(customersOf(user)).toEqual([]);
});

it('a user whose customer was deleted in the dashboard has no saved methods and may save others', async () => {
  const user = newId();
  await charge(user);
  stripe.methods.deleteCustomer(customersOf(user)[0]?.id ?? '');
  expect(await saved(user)).toEqual([]);
  stripe.forgetKeys();
  expect(await charge(user)).toEqual({ status: 'CAPTURED' });
  expect(await saved(user)).toHaveLength(1);
});

it('a token that has paid before is declined', async () => {
  const key = newId();
  await charge(undefined, 'pm_card_visa', key);
  const used = String(intentOf(key)?.payment_method);
  expect(await charge(undefined, used)).toEqual({ status: 'FAILED', code: 'unknown_token' });
});
