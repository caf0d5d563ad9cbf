import amqp, { type Channel, type ConfirmChannel, type RecoveringChannelModel } from 'amqplib';
import type { Log } from '../log.ts';

/** Connects, and reconnects for ever once the broker has answered for the first time. */
export async function connectRabbit(url: string, log: Log): Promise<RecoveringChannelModel> {
  const connection = await amqp.connect(url, {
    recovery: { initialDelay: 100, maxDelay: 5_000, maxRetries: Number.POSITIVE_INFINITY },
  });
  connection.on('error', (error) => log.warn({ err: error }, 'broker connection failed'));
  connection.on('disconnect', (error) => log.warn({ err: error }, 'broker connection lost'));
  connection.on('connect', () => log.info({}, 'broker connected'));
  connection.on('blocked', (reason) => log.warn({ reason }, 'broker takes no messages now'));
  connection.on('unblocked', () => log.info({}, 'broker takes messages again'));
  return connection;
}

/** A channel that is opened when needed, and anew after the broker closed it. */
export function keepChannel<C extends Channel | ConfirmChannel>(
  open: () => Promise<C>,
  prepare: (channel: C) => Promise<void> | void = () => undefined,
): () => Promise<C> {
  let current: Promise<C> | undefined;
  const create = async () => {
    const channel = await open();
    channel.on('close', () => {
      current = undefined;
    });
    // Without a listener an error of the channel would end the process; `close` follows it.
    channel.on('error', () => undefined);
    await prepare(channel);
    return channel;
  };
  return () => {
    current ??= create().catch((error) => {
      current = undefined;
      throw error;
    });
    return current;
  };
}
