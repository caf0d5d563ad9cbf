import { z } from 'zod';
import type { ChargeResult } from '../domain/ports.ts';

/** Ids and codes of a provider: printable, so that a database and a log take them as they are. */
const word = (max: number) => z.string().regex(new RegExp(`^[\\x21-\\x7e]{1,${max}}$`));

const envelope = z.object({ id: word(200), type: word(100) });

const data = z.discriminatedUnion('status', [
  z.object({ key: word(200), status: z.literal('CAPTURED') }),
  z.object({ key: word(200), status: z.literal('FAILED'), code: word(64).default('unspecified') }),
]);

const chargeUpdated = envelope.extend({ type: z.literal('charge.updated'), data });

/** What a provider says about one charge. */
export type ChargeUpdated = z.input<typeof chargeUpdated>;

export type SettledCharge = {
  readonly eventId: string;
  readonly key: string;
  readonly result: Extract<ChargeResult, { status: 'CAPTURED' | 'FAILED' }>;
};

/** What a webhook says: about a charge, about something that we do not listen to, or nothing at all. */
export function readWebhook(body: Buffer): SettledCharge | 'ignored' | 'malformed' {
  const read = envelope.safeParse(jsonOf(body));
  if (!read.success) return 'malformed';
  if (read.data.type !== 'charge.updated') return 'ignored';
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
