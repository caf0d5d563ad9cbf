import type { Channel, ConsumeMessage } from 'amqplib';
import type { Delivery } from '../bus.ts';
import { isPermanent, isUnavailable, messageOf } from '../errors.ts';
import { holdWhileUnavailable } from '../hold-while-unavailable.ts';
import type { Log } from '../log.ts';
import { deadLetterQueue, retryQueue } from './names.ts';
import type { Publisher } from './publisher.ts';
import { publishOptions, type Received } from './wire.ts';

export type Handling = {
  readonly publisher: Publisher;
  /** Creates the queue, its retry queues and its dead-letter queue where they are missing. */
  readonly declare: () => Promise<void>;
  readonly log: Log;
  readonly queue: string;
  readonly handle: (delivery: Delivery) => Promise<void>;
  readonly retryDelaysMs: readonly number[];
  /** A message that came back this often without an answer has killed its handler that often. */
  readonly maxReturns: number;
  readonly stopping: AbortSignal;
};

/** Handles a message and acknowledges it or gives it back; while stopping, leaves it to the stop. Never rejects. */
export async function handleOne(
  handling: Handling,
  channel: Channel,
  message: ConsumeMessage,
  received: Received,
): Promise<void> {
  const { log, queue, stopping } = handling;
  if (stopping.aborted) return;
  try {
    if (await finish(handling, received)) channel.ack(message);
  } catch (error) {
    log.debug({ err: error, queue, id: received.id }, 'message returns to its queue');
    whileOpen(() => channel.nack(message));
  }
}

/** Acknowledges a message that is done. When its channel is closed, it comes again. */
export const acknowledge = (channel: Channel, message: ConsumeMessage): void =>
  whileOpen(() => channel.ack(message));

export const deliveryOf = ({ id, type, key, body, failures }: Received): Delivery => ({
  ...{ id, type, key, body },
  attempt: failures + 1,
});

function whileOpen(answer: () => void): void {
  try {
    answer();
  } catch {
    // The channel is closed, and the message is back already.
  }
}

/** Whether the message is done: handled, or confirmed on another queue. */
async function finish(handling: Handling, received: Received): Promise<boolean> {
  const { maxReturns } = handling;
  const { id, failures, returns } = received;
  if (id === '') {
    const error = new Error('The message has no id: another program published it.');
    return deadLetter(handling, received, error, 1);
  }
  if (returns >= maxReturns) {
    const error = new Error(`Its handler died ${returns} times.`);
    return deadLetter(handling, received, error, failures + returns);
  }
  return attempt(handling, received);
}

async function attempt(handling: Handling, received: Received): Promise<boolean> {
  const { log, handle, retryDelaysMs, stopping, queue } = handling;
  const { id, failures } = received;
  const number = failures + 1;
  try {
    const work = () => handle(deliveryOf(received));
    await holdWhileUnavailable(work, stopping, log, received);
    return true;
  } catch (error) {
    if (isUnavailable(error)) return false;
    const delayMs = isPermanent(error) ? undefined : retryDelaysMs[failures];
    if (delayMs === undefined) return deadLetter(handling, received, error, number);
    log.warn({ err: error, queue, id, attempt: number, delayMs }, 'message will be retried');
    return moveTo(handling, retryQueue(queue, delayMs), received, error, number);
  }
}

function deadLetter(handling: Handling, received: Received, error: unknown, failures: number) {
  const { log, queue } = handling;
  log.error({ err: error, queue, id: received.id, type: received.type }, 'message dead-lettered');
  return moveTo(handling, deadLetterQueue(queue), received, error, failures);
}

/** Confirms the copy before the original is acknowledged: a message may come twice, but is never lost. */
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
