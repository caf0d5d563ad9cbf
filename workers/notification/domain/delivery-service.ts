import { type Delivery, messageIdOf } from './delivery.ts';
import type { Notification } from './notification.ts';
import {
  type Channels,
  type DeliveryLog,
  MessageRejectedError,
  type ReportOutcome,
} from './ports.ts';
import { deliveriesOf } from './render.ts';

export type DeliveryService = {
  /**
   * Renders a notification and sends it at most once on each channel, within the hourly limits of a mailbox. Throws when
   * a message was rejected temporarily, so that the event is retried; the other channels are not held up by it.
   */
  deliver(notification: Notification): Promise<void>;
};

export type DeliveryServiceOptions = {
  readonly log: DeliveryLog;
  readonly channels: Channels;
  readonly report: ReportOutcome;
};

export const createDeliveryService = (options: DeliveryServiceOptions): DeliveryService => ({
  async deliver(notification) {
    const sending = deliveriesOf(notification).map((delivery) => sendOnce(options, delivery));
    for (const result of await Promise.allSettled(sending))
      if (result.status === 'rejected') throw result.reason;
  },
});

/**
 * The log is written before the message is sent: a process that dies in between leaves the message
 * unsent rather than sent twice.
 */
async function sendOnce(options: DeliveryServiceOptions, delivery: Delivery): Promise<void> {
  const { log, channels, report } = options;
  const claim = await log.claim(delivery);
  if (claim === 'settled') return report(delivery, 'repeated');
  if (claim === 'suppressed')
    return report(delivery, 'suppressed', 'the mailbox has received its e-mails of this hour');
  try {
    await send(channels, delivery);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof MessageRejectedError && error.temporary) {
      await log.markForRetry(delivery, reason);
      report(delivery, 'deferred', reason);
      throw error;
    }
    await log.markFailed(delivery, reason);
    return report(delivery, 'failed', reason);
  }
  await log.markSent(delivery);
  report(delivery, 'sent');
}

function send(channels: Channels, delivery: Delivery): Promise<void> {
  const { message, correlationId } = delivery;
  const envelope = { messageId: messageIdOf(delivery), correlationId };
  return message.channel === 'EMAIL'
    ? channels.EMAIL.send(message, envelope)
    : channels.SMS.send(message, envelope);
}
