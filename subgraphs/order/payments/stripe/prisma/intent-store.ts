import type { Databases } from '../../../prisma/client.ts';
import type { IntentStore, StripeIntent } from '../intents.ts';

/** Creates the store of payment intents, in the table `stripe_intents`. */
export const createIntentStore = ({ prisma }: Databases): IntentStore => ({
  async add({ key, intentId, amount }) {
    const data = { key, intentId, amountMinor: amount.minor, currency: amount.currency };
    await prisma.stripeIntent.createMany({ data: [data], skipDuplicates: true });
  },
  async byKey(key): Promise<StripeIntent | undefined> {
    const row = await prisma.stripeIntent.findUnique({ where: { key } });
    if (!row) return undefined;
    const { intentId, amountMinor: minor, currency } = row;
    return { key, intentId, amount: { minor, currency } };
  },
});
