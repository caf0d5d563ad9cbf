import type { Delivery } from '../domain/delivery.ts';
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

/**
 * The delivery log on Prisma. Its primary key keeps a message from being sent twice. Recording an
 * outcome is held while the database is unavailable: otherwise the outcome would be lost.
 */
export function createDeliveryLog(
  prisma: PrismaClient,
  hold: Hold = (work) => work(),
): DeliveryLog {
  const settle = (delivery: Delivery, status: DeliveryStatus, error: string | null) => {
    const where = { eventId_template_channel: keyOf(delivery) };
    const sentAt = status === 'SENT' ? new Date() : null;
    const update = async () =>
      void (await prisma.delivery.update({ where, data: { status, error, sentAt } }));
    return hold(update, delivery);
  };
  /** Raw SQL: Prisma compiles every `createMany` anew, and this runs for each message. */
  const isFirst = async (delivery: Delivery): Promise<boolean> => {
    const { eventId, template, channel, recipient, subject, correlationId } = rowOf(delivery);
    const count = await prisma.$executeRaw`
      INSERT INTO deliveries (event_id, template, channel, recipient, subject, correlation_id,
        status, updated_at)
      VALUES (${eventId}::uuid, ${template}, ${channel}::"Channel", ${recipient}, ${subject},
        ${correlationId}, 'SENDING', now())
      ON CONFLICT DO NOTHING`;
    return count === 1;
  };
  return {
    async claim(delivery) {
      if (await isFirst(delivery)) return 'claimed';
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

/** Longer than any mail server takes to answer. */
const unsettledAfterMs = 60_000;

/** Counts deliveries that began a while ago and have no recorded outcome. */
export const countUnsettled = (prisma: PrismaClient): Promise<number> =>
  prisma.delivery.count({
    where: { status: 'SENDING', updatedAt: { lt: new Date(Date.now() - unsettledAfterMs) } },
  });
