import { createLog } from '@shop/service';
import Stripe from 'stripe';
import { expect, it } from 'vitest';
import { ProviderUnavailable } from '../../domain/ports.ts';
import { answered, declinedOr } from './answers.ts';

const card = { brand: 'visa', last4: '4242', fingerprint: 'abcdef' };
const raw = {
  message: 'The request was not accepted.',
  type: 'invalid_request_error' as const,
  code: 'not_expected',
  payment_method: { id: 'pm_1', object: 'payment_method', card },
  payment_intent: { id: 'pi_1', last_payment_error: { payment_method: { card } } },
};

/** Returns the line that a log writes about what a call throws. */
async function loggedOf(call: () => Promise<unknown>): Promise<string> {
  const lines: string[] = [];
  const log = createLog('test', 'info', { write: (line) => void lines.push(line) });
  await call().catch((err: unknown) => log.error({ err }, 'internal error'));
  return lines.join('');
}

it.each([
  ['a refused request', Stripe.errors.StripeInvalidRequestError],
  ['an error of Stripe', Stripe.errors.StripeAPIError],
  ['a request without permission', Stripe.errors.StripePermissionError],
])('a log states nothing of a card about %s', async (_, Refusal) => {
  const fail = () => Promise.reject(new Refusal(raw as never));
  for (const call of [() => answered(fail), () => declinedOr(fail)]) {
    const line = await loggedOf(call);
    expect(line).toContain('internal error');
    expect(line).not.toMatch(/visa|4242|abcdef/);
  }
});

it('a method that may not be used again is an unknown token', async () => {
  const message = 'The provided PaymentMethod was detached. It may not be used again.';
  const refused = new Stripe.errors.StripeInvalidRequestError({ message } as never);
  const result = await declinedOr(() => Promise.reject(refused));
  expect(result).toEqual({ status: 'FAILED', code: 'unknown_token' });
});

it('an error of Stripe leaves the outcome unknown', async () => {
  const failed = new Stripe.errors.StripeAPIError({ message: 'oops' } as never);
  await expect(answered(() => Promise.reject(failed))).rejects.toBeInstanceOf(ProviderUnavailable);
});
