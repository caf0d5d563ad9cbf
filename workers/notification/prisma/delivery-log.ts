import { createBatcher } from '@shop/messaging';
import type { SqlDatabase } from '@shop/service/postgres';
import type { Delivery } from '../domain/delivery.ts';
import type { MailLimits } from '../domain/mail-limit.ts';
import type { DeliveryLog } from '../domain/ports.ts';
import type { DeliveryStatus, PrismaClient } from '../generated/prisma/client.ts';
import { insertDeliveries } from './insert-deliveries.ts';

/** Does the work, and repeats it while the database is unavailable. */
export type Hold = (work: () => Promise<void>, delivery: Delivery) => Promise<void>;

export type DeliveryLogOptions = {
  readonly mailLimits: MailLimits;
  readonly hold?: Hold;
};

type Settled = {
  readonly delivery: Delivery;
  readonly status: DeliveryStatus;
  readonly error: string | null;
};

/**
 * The delivery log on plain SQL: each order passes through it several times. Its primary key keeps a message from
 * being sent twice. Messages that are sent at once share a statement. Recording an outcome is held while the
 * database is unavailable: otherwise the outcome would be lost.
 */
export function createDeliveryLog(
  database: SqlDatabase,
  { mailLimits, hold = (work) => work() }: DeliveryLogOptions,
): DeliveryLog {
  const insert = createBatcher((deliveries: readonly Delivery[]) =>
    insertDeliveries(database, deliveries, mailLimits),
  );
  const update = createBatcher((settled: readonly Settled[]) => updateAll(database, settled));
  const settle = (delivery: Delivery, status: DeliveryStatus, error: string | null) =>
    hold(() => update({ delivery, status, error }), delivery);
  return {
    async claim(delivery) {
      const status = (await insert(delivery)).get(delivery);
      if (status) return status === 'SENDING' ? 'claimed' : 'suppressed';
      return (await claimAgain(database, delivery)) ? 'claimed' : 'settled';
    },
    markSent: (delivery) => settle(delivery, 'SENT', null),
    markForRetry: (delivery, error) => settle(delivery, 'RETRY', error),
    markFailed: (delivery, error) => settle(delivery, 'FAILED', error),
  };
}

/** Whether a message that was not accepted before is claimed again. */
async function claimAgain(
  database: SqlDatabase,
  { eventId, template, message: { channel } }: Delivery,
): Promise<boolean> {
  const count = await database.$executeRaw`
    UPDATE deliveries SET status = 'SENDING', attempts = attempts + 1, updated_at = now()
    WHERE event_id = ${eventId}::uuid AND template = ${template}
      AND channel = ${channel}::"Channel" AND status = 'RETRY'`;
  return count === 1;
}

async function updateAll(database: SqlDatabase, settled: readonly Settled[]): Promise<void> {
  const rows = settled.map(({ delivery: { eventId, template, message }, status, error }) => ({
    ...{ event_id: eventId, template, channel: message.channel, status, error },
  }));
  await database.$executeRaw`UPDATE deliveries AS d
    SET status = s.status, error = s.error, updated_at = now(),
      sent_at = CASE WHEN s.status = 'SENT' THEN now() END
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS s
      (event_id uuid, template text, channel "Channel", status "DeliveryStatus", error text)
    WHERE d.event_id = s.event_id AND d.template = s.template AND d.channel = s.channel`;
}

/** Longer than any mail server takes to answer. */
const unsettledAfterMs = 60_000;

/** Counts deliveries that began a while ago and have no recorded outcome. */
export const countUnsettled = (prisma: PrismaClient): Promise<number> =>
  prisma.delivery.count({
    where: { status: 'SENDING', updatedAt: { lt: new Date(Date.now() - unsettledAfterMs) } },
  });
