import type { Log } from '@shop/service';
import { type ExecutionArgs, GraphQLError, type GraphQLFormattedError, parse } from 'graphql';
import { type Context, makeServer, type Server, type SubscribePayload } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { GatewayContext } from '../context.ts';
import { formatFor } from '../operation/errors.ts';
import { rateLimited } from '../rate-limit/rate-limited.ts';
import { closeCodes, closeReason } from './close-codes.ts';
import type { Session, Sessions } from './session.ts';
import { type OperationParams, type Starting, startSubscription } from './start-subscription.ts';
import type { StreamResult, UpdateStream } from './update-stream.ts';

/** What is known about one WebSocket. */
export type Connection = {
  readonly socket: WebSocket;
  readonly context: GatewayContext;
  /** `Authorization` of the upgrade request. */
  readonly authorization: string | undefined;
  session?: Session;
  /** Returns the number of its subscriptions, those that are about to start included. */
  countSubscriptions(): number;
};

export type SocketOptions = Starting & {
  readonly sessions: Sessions;
  readonly log: Log;
  readonly maxPerConnection: number;
  readonly initTimeoutMs: number;
};

type SocketContext = Context<Record<string, unknown>, Connection>;
type Args = ExecutionArgs & { readonly stream: UpdateStream };

/** Takes the place of the client's document, which Apollo Server has parsed: graphql-ws looks for its kind only. */
const anySubscription = parse('subscription { any }');

/** Creates the protocol graphql-transport-ws for the WebSockets of one gateway. */
export const createProtocol = (options: SocketOptions): Server<Connection> =>
  makeServer<Record<string, unknown>, Connection>({
    connectionInitWaitTimeout: options.initTimeoutMs,
    onConnect: (context) => openSession(options, context),
    onClose: ({ extra }) => extra.session?.close(),
    onSubscribe: async (context, _id, payload) => subscribe(options, context, payload),
    subscribe: (args) => (args as Args).stream as never,
    onNext: (_context, _id, _payload, _args, result) => result as StreamResult as never,
    onError: (_context, _id, _payload, errors) =>
      errors.map((error) => formatFor(options.formatError, error)),
  });

/** A token in the payload of `connection_init` takes precedence: browsers cannot set headers. */
async function openSession(
  { sessions }: SocketOptions,
  connected: SocketContext,
): Promise<boolean> {
  const { extra, connectionParams = {} } = connected;
  const { socket } = extra;
  extra.countSubscriptions = () => Object.keys(connected.subscriptions).length;
  const given = connectionParams['authorization'] ?? connectionParams['Authorization'];
  try {
    const authorization =
      given === undefined || given === null ? extra.authorization : String(given);
    extra.session = await sessions.open(authorization, ({ message }) =>
      socket.close(closeCodes.forbidden, closeReason(message)),
    );
    if (socket.readyState !== socket.OPEN) extra.session.close();
    return true;
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const isUnavailable = error.extensions['code'] === 'SERVICE_UNAVAILABLE';
    const code = isUnavailable ? closeCodes.tryAgainLater : closeCodes.forbidden;
    socket.close(code, closeReason(error.message));
    return false;
  }
}

async function subscribe(
  options: SocketOptions,
  { extra }: SocketContext,
  payload: SubscribePayload,
): Promise<Args | readonly GraphQLError[]> {
  const { session, context } = extra;
  if (!session) return [new GraphQLError('no session')];
  const { maxPerConnection, rateLimits } = options;
  if (extra.countSubscriptions() > maxPerConnection) return [tooMany(maxPerConnection)];
  const limit = await rateLimits.byAddress(context.address);
  if (limit && !limit.allowed) return [rateLimited(limit)];
  const started = await startSubscription(options, payload as OperationParams, {
    session,
    connection: context,
  });
  if ('errors' in started) return started.errors.map(toGraphqlError);
  return { schema: undefined as never, document: anySubscription, stream: started.stream };
}

const toGraphqlError = ({ message, path, extensions }: GraphQLFormattedError): GraphQLError =>
  new GraphQLError(message, { ...(path && { path }), ...(extensions && { extensions }) });

const tooMany = (max: number) =>
  new GraphQLError(`At most ${max} subscriptions are allowed on one connection.`, {
    extensions: { code: 'RATE_LIMITED' },
  });
