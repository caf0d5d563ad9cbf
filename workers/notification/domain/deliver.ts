import type { Notice } from './message.ts';
import { type DeliveryLog, type Mailer, MailRefused } from './ports.ts';

/**
 * Sends a mail at most once per event and template. The log is written before the carrier is
 * called: a process that dies in between leaves the mail unsent rather than sent twice.
 * Throws what a temporary refusal threw, so that the event is delivered again.
 */
export async function deliver(log: DeliveryLog, mailer: Mailer, notice: Notice): Promise<void> {
  if ((await log.claim(notice)) === 'settled') return;
  try {
    await mailer.send(notice.mail, `${notice.eventId}.${notice.template}`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof MailRefused && error.temporary) {
      await log.retry(notice, reason);
      throw error;
    }
    await log.failed(notice, reason);
    return;
  }
  await log.sent(notice);
}
