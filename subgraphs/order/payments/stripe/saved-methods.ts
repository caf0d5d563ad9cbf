import Stripe from 'stripe';
import type {
  SavedPaymentMethod,
  SavedPaymentMethods,
} from '../../domain/saved-payment-methods.ts';
import { answered } from './answers.ts';
import type { CustomerPorts } from './customers.ts';

/** The largest page of Stripe. A user saves fewer cards; the same card, saved again, is another method of Stripe. */
const limit = 100;

/** Reads and removes the cards that users have saved: Stripe has them, and nothing of them is stored here. */
export function createSavedMethods({ stripe, customers }: CustomerPorts): SavedPaymentMethods {
  /** Returns the cards of a user, the latest saved first, as Stripe lists them. */
  async function cardsOf(userId: string): Promise<readonly Stripe.PaymentMethod[]> {
    const customer = await customers.ofUser(userId);
    if (customer === undefined) return [];
    const list = () => stripe.customers.listPaymentMethods(customer, { type: 'card', limit });
    const cards = await unlessMissing(() => answered(list));
    // The shop has deleted the customer in Stripe's dashboard.
    if (!cards) await customers.remove(userId);
    return cards?.data ?? [];
  }
  return {
    ofUser: async (userId) => latestOfEach(await cardsOf(userId)).flatMap(toSaved),
    async remove(userId, id) {
      const cards = await cardsOf(userId);
      const removed = cards.find((one) => one.id === id);
      if (!removed) return false;
      for (const { id: same } of cards.filter((one) => isSameCard(one, removed))) {
        await detach(same);
      }
      return true;
    },
    async removeUser(userId) {
      const customer = await customers.ofUser(userId);
      if (customer === undefined) return;
      // Stripe detaches the cards of a customer that is deleted.
      await unlessMissing(() => answered(() => stripe.customers.del(customer)));
      await customers.remove(userId);
    },
  };

  /** Detaches a card. Stripe refuses it, without a code, when another request has just done so. */
  async function detach(id: string): Promise<void> {
    try {
      await answered(() => stripe.paymentMethods.detach(id));
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
    }
  }
}

/** Returns what Stripe answers; `undefined` when it does not know the object. */
async function unlessMissing<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    const isMissing =
      error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing';
    if (isMissing) return undefined;
    throw error;
  }
}

/** Stripe's fingerprint is that of the number of a card. */
const isSameCard = (one: Stripe.PaymentMethod, other: Stripe.PaymentMethod): boolean =>
  one.id === other.id ||
  (one.card?.fingerprint != null && one.card.fingerprint === other.card?.fingerprint);

const latestOfEach = (cards: readonly Stripe.PaymentMethod[]) =>
  cards.filter((card, n) => !cards.slice(0, n).some((later) => isSameCard(later, card)));

const toSaved = ({ id, created, card }: Stripe.PaymentMethod): SavedPaymentMethod[] =>
  card
    ? [
        {
          ...{ id, brand: card.brand, last4: card.last4 },
          ...{ expiryMonth: card.exp_month, expiryYear: card.exp_year },
          savedAt: new Date(created * 1_000),
        },
      ]
    : [];
