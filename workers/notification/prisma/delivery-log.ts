import type { Notice } from '../domain/message.ts';
import type { DeliveryLog } from '../domain/ports.ts';
import type { DeliveryStatus, PrismaClient } from '../generated/prisma/client.ts';

const keyOf = ({ eventId, template, message: { channel } }: Notice) => ({
  eventId,
  template,
  channel,
});

const rowOf = (notice: Notice) => {
  const { correlationId, message } = notice;
  const about =
    message.channel === 'EMAIL'
      ? { recipient: message.to.join(', '), subject: message.subject }
      : { recipient: message.to, subject: message.text };
  return { ...keyOf(notice), ...about, correlationId };
};

/** Does the work, again and again while the database is away. */
export type Hold = (work: () => Promise<void>, notice: Notice) => Promise<void>;

/**
 * The delivery log on Prisma; its primary key is what keeps a message from being sent twice. The note of
 * how a delivery ended is held while the database is away: without it nobody would know.
 */
export function createDeliveryLog(
  prisma: PrismaClient,
  hold: Hold = (work) => work(),
): DeliveryLog {
  const settle = (notice: Notice, status: DeliveryStatus, error: string | null) => {
    const where = { eventId_template_channel: keyOf(notice) };
    const sentAt = status === 'SENT' ? new Date() : null;
    const note = async () =>
      void (await prisma.delivery.update({ where, data: { status, error, sentAt } }));
    return hold(note, notice);
  };
  /** Raw: Prisma plans every `createMany` anew, and this runs for each message. */
  const isFirst = async (notice: Notice): Promise<boolean> => {
    const { eventId, template, channel, recipient, subject, correlationId } = rowOf(notice);
    const count = await prisma.$executeRaw`
      INSERT INTO deliveries (event_id, template, channel, recipient, subject, correlation_id,
        status, updated_at)
      VALUES (${eventId}::uuid, ${template}, ${channel}::"Channel", ${recipient}, ${subject},
        ${correlationId}, 'SENDING', now())
      ON CONFLICT DO NOTHING`;
    return count === 1;
  };
  return {
    async claim(notice) {
      if (await isFirst(notice)) return 'claimed';
      const { count: again } = await prisma.delivery.updateMany({
        where: { ...keyOf(notice), status: 'RETRY' },
        data: { status: 'SENDING', attempts: { increment: 1 } },
      });
      return again === 1 ? 'claimed' : 'settled';
    },
    sent: (notice) => settle(notice, 'SENT', null),
    retry: (notice, error) => settle(notice, 'RETRY', error),
    failed: (notice, error) => settle(notice, 'FAILED', error),
  };
}

/** A carrier that answers does so sooner. */
const unsettledAfterMs = 60_000;

/** How many deliveries began a while ago without a note of how they ended. */
export const countUnsettled = (prisma: PrismaClient): Promise<number> =>
  prisma.delivery.count({
    where: { status: 'SENDING', updatedAt: { lt: new Date(Date.now() - unsettledAfterMs) } },
  });
