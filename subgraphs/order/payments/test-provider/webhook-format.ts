import { z } from 'zod';
import type { ParsedWebhook } from '../provider.ts';

/** Ids and codes of a provider: printable, so that databases and logs accept them unchanged. */
const word = (max: number) => z.string().regex(new RegExp(`^[\\x21-\\x7e]{1,${max}}$`));

const envelope = z.object({ id: word(200), type: word(100) });

const data = z.discriminatedUnion('status', [
  z.object({ key: word(200), status: z.literal('CAPTURED') }),
  z.object({ key: word(200), status: z.literal('FAILED'), code: word(64).default('unspecified') }),
]);

const chargeUpdated = envelope.extend({ type: z.literal('charge.updated'), data });

/** The event that reports the result of one charge. */
export type ChargeUpdated = z.input<typeof chargeUpdated>;

/** Parses the body of a webhook. Events of other types are ignored. */
export function parseWebhook(body: Buffer): Exclude<ParsedWebhook, 'unsigned'> {
  const parsed = envelope.safeParse(jsonOf(body));
  if (!parsed.success) return 'malformed';
  if (parsed.data.type !== 'charge.updated') return 'ignored';
  const event = chargeUpdated.safeParse(jsonOf(body));
  if (!event.success) return 'malformed';
  const { key, ...result } = event.data.data;
  return { eventId: event.data.id, key, result };
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
