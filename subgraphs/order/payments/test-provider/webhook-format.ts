import { isCurrency } from '@shop/domain';
import { z } from 'zod';
import type { ParsedWebhook } from '../provider.ts';

/** Ids and codes of a provider: printable, so that databases and logs accept them unchanged. */
const word = (max: number) => z.string().regex(new RegExp(`^[\\x21-\\x7e]{1,${max}}$`));

const envelope = z.object({ id: word(200), type: word(100) });

const money = z.object({
  minor: z
    .string()
    .regex(/^\d{1,18}$/)
    .transform(BigInt),
  currency: z.string().refine(isCurrency),
});

const charge = { key: word(200), amount: money.optional() };

const data = z.discriminatedUnion('status', [
  z.object({ ...charge, status: z.literal('CAPTURED') }),
  z.object({
    ...charge,
    status: z.literal('AUTHORISED'),
    expiresAt: z.iso.datetime().transform((text) => new Date(text)),
    captures: z.enum(['ONE', 'MANY']),
  }),
  z.object({ ...charge, status: z.literal('FAILED'), code: word(64).default('unspecified') }),
]);

const chargeUpdated = envelope.extend({ type: z.literal('charge.updated'), data });

const disputeUpdated = envelope.extend({
  type: z.literal('dispute.updated'),
  data: z.object({
    key: word(200),
    id: word(200),
    status: z.enum(['OPEN', 'WON', 'LOST']),
    amount: money,
    reason: word(64),
    respondBy: z.iso
      .datetime()
      .transform((text) => new Date(text))
      .nullable()
      .default(null),
  }),
});

/** The event that reports the result of one charge. */
export type ChargeUpdated = z.input<typeof chargeUpdated>;

/** Parses the body of a webhook. Events of other types are ignored. */
export function parseWebhook(body: Buffer): Exclude<ParsedWebhook, 'unsigned'> {
  const json = jsonOf(body);
  const parsed = envelope.safeParse(json);
  if (!parsed.success) return 'malformed';
  if (parsed.data.type === 'dispute.updated') return disputeIn(json);
  if (parsed.data.type !== 'charge.updated') return 'ignored';
  const event = chargeUpdated.safeParse(json);
  if (!event.success) return 'malformed';
  const { key, amount: charged = null, ...result } = event.data.data;
  return { eventId: event.data.id, key, result, charged };
}

function disputeIn(json: unknown): Exclude<ParsedWebhook, 'unsigned'> {
  const event = disputeUpdated.safeParse(json);
  if (!event.success) return 'malformed';
  const { key, ...dispute } = event.data.data;
  return { eventId: event.data.id, key, dispute };
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
