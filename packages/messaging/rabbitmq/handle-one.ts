import type { Channel, ConsumeMessage } from 'amqplib';
import type { Delivery } from '../bus.ts';
import { isPermanent, isUnavailable, messageOf } from '../errors.ts';
import { holdWhileUnavailable } from '../hold.ts';
import type { Log } from '../log.ts';
import { deadLetterQueue, retryQueue } from './names.ts';
import type { Publisher } from './publisher.ts';
import { publishOptions, type Received, readMessage } from './wire.ts';

export type Handling = {
  readonly publisher: Publisher;
  /** Creates the queue and those beside it where they are missing. */
  readonly declare: () => Promise<void>;
  readonly log: Log;
  readonly queue: string;
  readonly handle: (delivery: Delivery) => Promise<void>;
  readonly retryDelaysMs: readonly number[];
  /** A message that came back this often without an answer has killed its handler that often. */
  readonly maxReturns: number;
  readonly stopping: AbortSignal;
};

/** Handles a message and acknowledges it, gives it back, or leaves it to a stop to do so. Never rejects. */
export async function handleOne(
  handling: Handling,
  channel: Channel,
  message: ConsumeMessage,
): Promise<void> {
  const { log, queue, stopping } = handling;
  if (stopping.aborted) return;
  const received = readMessage(message);
  try {
    if (await finish(handling, received)) channel.ack(message);
  } catch (error) {
    log.debug({ err: error, queue, id: received.id }, 'message goes back to its queue');
    giveBack(channel, message);
  }
}

function giveBack(channel: Channel, message: ConsumeMessage): void {
  try {
    channel.nack(message);
  } catch {
    // The channel is gone, and the message is back already.
  }
}

/** Whether the message is dealt with: handled, or confirmed on another queue. */
async function finish(handling: Handling, received: Received): Promise<boolean> {
  const { log, handle, retryDelaysMs, maxReturns, stopping, queue } = handling;
  const { id, type, key, body, failures, returns } = received;
  if (id === '') {
    return bury(handling, received, new Error('published by somebody else: it has no id'), 1);
  }
  if (returns >= maxReturns) {
    const error = new Error(`its handler died ${returns} times`);
    return bury(handling, received, error, failures + returns);
  }
  const attempt = failures + 1;
  try {
    await holdWhileUnavailable(
      () => handle({ id, type, key, body, attempt }),
      stopping,
      log,
      received,
    );
    return true;
  } catch (error) {
    if (isUnavailable(error)) return false;
    const delayMs = isPermanent(error) ? undefined : retryDelaysMs[failures];
    if (delayMs === undefined) return bury(handling, received, error, attempt);
    log.warn({ err: error, queue, id, attempt, delayMs }, 'will retry');
    return moveTo(handling, retryQueue(queue, delayMs), received, error, attempt);
  }
}

function bury(handling: Handling, received: Received, error: unknown, failures: number) {
  const { log, queue } = handling;
  log.error({ err: error, queue, id: received.id, type: received.type }, 'message is dead');
  return moveTo(handling, deadLetterQueue(queue), received, error, failures);
}

/** The copy is confirmed before the original is acknowledged: twice rather than never. */
async function moveTo(
  { publisher, declare, stopping, log, queue }: Handling,
  target: string,
  received: Received,
  error: unknown,
  failures: number,
): Promise<true> {
  const properties = publishOptions(received, { failures, error: messageOf(error) });
  const move = () =>
    publisher.put(target, received.body, properties).catch(async (refusal) => {
      await declare().catch((cause) => log.warn({ err: cause, queue }, 'queues not declared'));
      throw refusal;
    });
  await holdWhileUnavailable(move, stopping, log, received);
  return true;
}
