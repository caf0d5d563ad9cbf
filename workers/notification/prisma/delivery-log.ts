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
  return { ...keyOf(notice), ...about, correlationId, status: 'SENDING' as const };
};

/** The delivery log on Prisma; its primary key is what keeps a message from being sent twice. */
export function createDeliveryLog(prisma: PrismaClient): DeliveryLog {
  const settle = async (notice: Notice, status: DeliveryStatus, error: string | null) => {
    const where = { eventId_template_channel: keyOf(notice) };
    const sentAt = status === 'SENT' ? new Date() : null;
    await prisma.delivery.update({ where, data: { status, error, sentAt } });
  };
  return {
    async claim(notice) {
      const { count: first } = await prisma.delivery.createMany({
        data: [rowOf(notice)],
        skipDuplicates: true,
      });
      if (first === 1) return 'claimed';
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
