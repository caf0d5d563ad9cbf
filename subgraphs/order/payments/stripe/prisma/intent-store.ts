import type { StripeIntent as StripeIntentRow } from '../../../generated/prisma/client.ts';
import type { Databases } from '../../../prisma/client.ts';
import type { IntentStore, StripeIntent } from '../intents.ts';

/** Creates the store of payment intents, in the table `stripe_intents`. */
export const createIntentStore = ({ prisma }: Databases): IntentStore => ({
  async add({ key, intentId, amount }) {
    const data = { key, intentId, amountMinor: amount.minor, currency: amount.currency };
    await prisma.stripeIntent.createMany({ data: [data], skipDuplicates: true });
  },
  byKey: async (key) => toIntent(await prisma.stripeIntent.findUnique({ where: { key } })),
  byIntent: async (intentId) =>
    toIntent(await prisma.stripeIntent.findUnique({ where: { intentId } })),
});

function toIntent(row: StripeIntentRow | null): StripeIntent | undefined {
  if (!row) return undefined;
  const { key, intentId, amountMinor: minor, currency } = row;
  return { key, intentId, amount: { minor, currency } };
}
