import amqp, {
  type Channel,
  type ChannelModel,
  type ConfirmChannel,
  type RecoveringChannelModel,
} from 'amqplib';
import type { Log } from '../log.ts';
import { backoffMs } from '../retry.ts';

/** A broker that sends nothing for two of these counts as unavailable (its own default is a minute). */
const heartbeatSeconds = '15';

/** Returns a connection that reconnects for ever. The broker may still be unavailable when this resolves. */
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
  catchEarlyErrors(connection);
  connection.on('error', (error) => log.warn({ err: error }, 'broker connection failed'));
  connection.on('connect-failed', (error) => log.warn({ err: error }, 'broker unavailable'));
  connection.on('disconnect', (error) => log.warn({ err: error }, 'broker connection lost'));
  connection.on('connect', () => log.info({}, 'broker connected'));
  connection.on('blocked', (reason) => log.warn({ reason }, 'broker blocks publishers'));
  connection.on('unblocked', () => log.info({}, 'broker accepts messages again'));
  return connection;
}

/** The part of amqplib's recovery that opens a connection, in 2.3.1. */
type Recovery = { readonly _core: { _openModel: () => Promise<ChannelModel> } };

/**
 * Listens for errors of every connection from its opening on. amqplib does so only once it uses the connection:
 * when `close` is called while one opens, and the broker ends it before it confirms the close, the error has no
 * listener and ends the process.
 */
function catchEarlyErrors(connection: RecoveringChannelModel): void {
  const { _core: core } = connection as unknown as Recovery;
  const openModel = core._openModel;
  core._openModel = async () => {
    const model = await openModel();
    model.on('error', () => undefined);
    return model;
  };
}

/** Returns a function that opens a channel when first called, and a new one after the broker closed it. */
export function createChannelSource<C extends Channel | ConfirmChannel>(
  open: () => Promise<C>,
  prepare: (channel: C) => void = () => undefined,
): () => Promise<C> {
  let current: Promise<C> | undefined;
  const create = async () => {
    const channel = await open();
    channel.on('close', () => {
      current = undefined;
    });
    // Without a listener, an error of the channel ends the process. `close` follows it.
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
