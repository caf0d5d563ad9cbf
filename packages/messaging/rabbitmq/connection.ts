import amqp, { type Channel, type ConfirmChannel, type RecoveringChannelModel } from 'amqplib';
import type { Log } from '../log.ts';
import { backoffMs } from '../retry.ts';

/** A broker that says nothing for two of these is taken for gone (its own default is a minute). */
const heartbeatSeconds = '15';

/** A connection that is made, and made again, for ever; it need not be there yet on return. */
export async function connectRabbit(
  url: string,
  log: Log,
  timeoutMs: number,
): Promise<RecoveringChannelModel> {
  const address = new URL(url);
  if (!address.searchParams.has('heartbeat')) {
    address.searchParams.set('heartbeat', heartbeatSeconds);
  }
  const connection = await amqp.connect(address.href, {
    timeout: timeoutMs,
    recovery: {
      maxRetries: Number.POSITIVE_INFINITY,
      waitForConnect: false,
      calculateDelay: (attempt) => backoffMs(attempt - 1),
    },
  });
  connection.on('error', (error) => log.warn({ err: error }, 'broker connection failed'));
  connection.on('connect-failed', (error) => log.warn({ err: error }, 'broker is away'));
  connection.on('disconnect', (error) => log.warn({ err: error }, 'broker connection lost'));
  connection.on('connect', () => log.info({}, 'broker connected'));
  connection.on('blocked', (reason) => log.warn({ reason }, 'broker takes no messages now'));
  connection.on('unblocked', () => log.info({}, 'broker takes messages again'));
  return connection;
}

/** A channel that is opened when needed, and anew after the broker closed it. */
export function keepChannel<C extends Channel | ConfirmChannel>(
  open: () => Promise<C>,
  prepare: (channel: C) => void = () => undefined,
): () => Promise<C> {
  let current: Promise<C> | undefined;
  const create = async () => {
    const channel = await open();
    channel.on('close', () => {
      current = undefined;
    });
    // Without a listener an error of the channel would end the process; `close` follows it.
    channel.on('error', () => undefined);
    prepare(channel);
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
