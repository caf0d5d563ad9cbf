import { messageIdOf, type Notice } from './message.ts';
import { type Carriers, MessageRefused, type PostOffice } from './ports.ts';

/**
 * Sends a message at most once per event, template and channel. The log is written before the carrier
 * is called: a process that dies in between leaves the message unsent rather than sent twice.
 * Throws what a temporary refusal threw, so that the event is delivered again.
 */
export async function deliver(office: PostOffice, notice: Notice): Promise<void> {
  const { deliveries, report } = office;
  if ((await deliveries.claim(notice)) === 'settled') return report(notice, 'repeated');
  try {
    await handOver(office.carriers, notice);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof MessageRefused && error.temporary) {
      await deliveries.retry(notice, reason);
      report(notice, 'deferred', reason);
      throw error;
    }
    await deliveries.failed(notice, reason);
    return report(notice, 'failed', reason);
  }
  await deliveries.sent(notice);
  report(notice, 'sent');
}

function handOver(carriers: Carriers, notice: Notice): Promise<void> {
  const { message, correlationId } = notice;
  const label = { messageId: messageIdOf(notice), correlationId };
  return message.channel === 'EMAIL'
    ? carriers.EMAIL.send(message, label)
    : carriers.SMS.send(message, label);
}
