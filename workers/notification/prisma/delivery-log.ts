import type { Notice } from '../domain/message.ts';
import type { DeliveryLog } from '../domain/ports.ts';
import type { DeliveryStatus, PrismaClient } from '../generated/prisma/client.ts';

/** The delivery log on Prisma; its primary key is what keeps a mail from being sent twice. */
export function createDeliveryLog(prisma: PrismaClient): DeliveryLog {
  const settle = async (
    { eventId, template }: Notice,
    status: DeliveryStatus,
    error: string | null,
  ) => {
    const where = { eventId_template: { eventId, template } };
    await prisma.delivery.update({ where, data: { status, error } });
  };
  return {
    async claim({ eventId, template, correlationId, mail }) {
      const { count: first } = await prisma.delivery.createMany({
        data: [
          {
            eventId,
            template,
            correlationId,
            recipient: mail.to,
            subject: mail.subject,
            status: 'SENDING',
          },
        ],
        skipDuplicates: true,
      });
      if (first === 1) return 'claimed';
      const { count: again } = await prisma.delivery.updateMany({
        where: { eventId, template, status: 'RETRY' },
        data: { status: 'SENDING', attempts: { increment: 1 } },
      });
      return again === 1 ? 'claimed' : 'settled';
    },
    sent: (notice) => settle(notice, 'SENT', null),
    retry: (notice, error) => settle(notice, 'RETRY', error),
    failed: (notice, error) => settle(notice, 'FAILED', error),
  };
}
