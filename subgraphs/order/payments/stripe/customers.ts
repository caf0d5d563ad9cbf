import type Stripe from 'stripe';
import { answered } from './answers.ts';

/** Which customer of Stripe a user is, once the user saves a payment method. */
export type CustomerStore = {
  /** Saves the customer of a user, and returns the one that is saved: another one may have been first. */
  add(userId: string, customerId: string): Promise<string>;
  ofUser(userId: string): Promise<string | undefined>;
  remove(userId: string): Promise<void>;
};

export type CustomerPorts = { readonly stripe: Stripe; readonly customers: CustomerStore };

/** Returns the customer of a user, created and saved once. Stripe receives the id of the user and nothing else. Throws `ProviderUnavailable`. */
export async function openCustomer(
  { stripe, customers }: CustomerPorts,
  userId: string,
): Promise<string> {
  const stored = await customers.ofUser(userId);
  if (stored !== undefined) return stored;
  const key = `customer:${userId}`;
  const created = await answered(
    () => stripe.customers.create({ metadata: { user: userId } }, { idempotencyKey: key }),
    key,
  );
  return customers.add(userId, created.id);
}
