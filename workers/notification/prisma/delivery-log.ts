import { inTransaction } from '@shop/service/prisma';
import type { Delivery } from '../domain/delivery.ts';
import type { MailGroup, MailLimits } from '../domain/mail-limit.ts';
import type { DeliveryLog } from '../domain/ports.ts';
import type { DeliveryStatus, PrismaClient } from '../generated/prisma/client.ts';

const keyOf = ({ eventId, template, message: { channel } }: Delivery) => ({
  eventId,
  template,
  channel,
});

const rowOf = (delivery: Delivery) => {
  const { correlationId, message } = delivery;
  const about =
    message.channel === 'EMAIL'
      ? { recipient: message.to.join(', '), subject: message.subject }
      : { recipient: message.to, subject: message.text };
  return { ...keyOf(delivery), ...about, correlationId };
};

/** Does the work, and repeats it while the database is unavailable. */
export type Hold = (work: () => Promise<void>, delivery: Delivery) => Promise<void>;

export type DeliveryLogOptions = {
  readonly mailLimits: MailLimits;
  readonly hold?: Hold;
};

/**
 * The delivery log on Prisma. Its primary key keeps a message from being sent twice. Recording an
 * outcome is held while the database is unavailable: otherwise the outcome would be lost.
 */
export function createDeliveryLog(
  prisma: PrismaClient,
  { mailLimits, hold = (work) => work() }: DeliveryLogOptions,
): DeliveryLog {
  const settle = (delivery: Delivery, status: DeliveryStatus, error: string | null) => {
    const where = { eventId_template_channel: keyOf(delivery) };
    const sentAt = status === 'SENT' ? new Date() : null;
    const update = async () =>
      void (await prisma.delivery.update({ where, data: { status, error, sentAt } }));
    return hold(update, delivery);
  };
  return {
    async claim(delivery) {
      const { mailGroup } = delivery;
      const status =
        mailGroup && mailLimits[mailGroup.purpose]
          ? await inTransaction(prisma, (tx) => insertLimited(tx, delivery, mailGroup, mailLimits))
          : await insert(prisma, delivery, 'SENDING');
      if (status) return status === 'SENDING' ? 'claimed' : 'suppressed';
      const { count: retried } = await prisma.delivery.updateMany({
        where: { ...keyOf(delivery), status: 'RETRY' },
        data: { status: 'SENDING', attempts: { increment: 1 } },
      });
      return retried === 1 ? 'claimed' : 'settled';
    },
    markSent: (delivery) => settle(delivery, 'SENT', null),
    markForRetry: (delivery, error) => settle(delivery, 'RETRY', error),
    markFailed: (delivery, error) => settle(delivery, 'FAILED', error),
  };
}

type Database = Pick<PrismaClient, '$executeRaw' | '$queryRaw'>;

/**
 * Inserts a delivery and returns its status, or `undefined` when there is one already. Raw SQL: Prisma compiles
 * every `createMany` anew, and this runs for each message.
 */
async function insert(
  database: Database,
  delivery: Delivery,
  status: DeliveryStatus,
): Promise<DeliveryStatus | undefined> {
  const { eventId, template, channel, recipient, subject, correlationId } = rowOf(delivery);
  const { mailbox = null, group = null } = delivery.mailGroup ?? {};
  const count = await database.$executeRaw`
    INSERT INTO deliveries (event_id, template, channel, recipient, mailbox, mail_group, subject,
      correlation_id, status, updated_at)
    VALUES (${eventId}::uuid, ${template}, ${channel}::"Channel", ${recipient}, ${mailbox}, ${group},
      ${subject}, ${correlationId}, ${status}::"DeliveryStatus", now())
    ON CONFLICT DO NOTHING`;
  return count === 1 ? status : undefined;
}

/** The same within the limit of a mailbox. The lock makes concurrent e-mails to it count one after the other. */
async function insertLimited(
  transaction: Database,
  delivery: Delivery,
  { mailbox, group, purpose }: MailGroup,
  limits: MailLimits,
): Promise<DeliveryStatus | undefined> {
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${mailbox}, 0))`;
  const [row] = await transaction.$queryRaw<{ count: number; verified: boolean }[]>`
    SELECT count(*)::int AS count,
      EXISTS (SELECT FROM verified_mailboxes WHERE mailbox = ${mailbox}) AS verified
    FROM deliveries
    WHERE mailbox = ${mailbox} AND mail_group = ${group} AND status <> 'SUPPRESSED'
      AND created_at > now() - interval '1 hour'`;
  const unverified = purpose === 'ORDER' && !row?.verified && limits.UNVERIFIED_ORDER;
  const perHour = unverified ? Math.min(unverified, limits.ORDER) : limits[purpose];
  return insert(transaction, delivery, (row?.count ?? 0) < perHour ? 'SENDING' : 'SUPPRESSED');
}

/** Longer than any mail server takes to answer. */
const unsettledAfterMs = 60_000;

/** Counts deliveries that began a while ago and have no recorded outcome. */
export const countUnsettled = (prisma: PrismaClient): Promise<number> =>
  prisma.delivery.count({
    where: { status: 'SENDING', updatedAt: { lt: new Date(Date.now() - unsettledAfterMs) } },
  });
