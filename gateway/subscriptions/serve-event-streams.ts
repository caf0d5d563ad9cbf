import { errorBody, requestIdOf } from '@shop/service';
import type { Request, RequestHandler, Response } from 'express';
import { createHandler, type RequestParams, type Response as SseResponse } from 'graphql-sse';
import type { SubscriptionMeter } from '../metrics/subscription-meter.ts';
import { formatFor } from '../operation/errors.ts';
import { connectionContext } from './client-connection.ts';
import { createTurns, messagesOf, sendEvents, type Turns } from './event-stream.ts';
import type { Sessions } from './session.ts';
import { refusalOf, type Started, type Starting, startSubscription } from './start-subscription.ts';
import type { StreamResult, UpdateStream } from './update-stream.ts';
import { type Admission, admit } from './upgrade.ts';

export type EventStreamOptions = Starting &
  Omit<Admission, 'app'> & {
    readonly sessions: Sessions;
    readonly meter: Pick<SubscriptionMeter, 'connected'>;
  };

type Live = { readonly response: Response; readonly turns: Turns };
/** Statuses of refusals that clients of HTTP understand; all other errors are messages. */
const refusingStatuses = [401, 403, 429, 503];

/** Whether a client wants events before all else. Some clients list them last, for any operation. */
const wantsEvents = (request: Request): boolean =>
  /^\s*text\/event-stream\b/i.test(request.get('accept') ?? '');

/** Serves subscriptions as event streams, one for each request. Returns how to end them all. */
export function serveEventStreams(options: EventStreamOptions): {
  readonly handler: RequestHandler;
  stop(): Promise<void>;
} {
  const open = new Set<Response>();
  const handle = createHandler<Request, Live>({
    // One stream for each request: the other mode of the protocol would store streams by a token.
    authenticate: () => null,
    onSubscribe: ({ raw, context }, params) => subscribe(options, raw, context, params) as never,
  });

  const handler: RequestHandler = async (request, response, next) => {
    if (!wantsEvents(request)) return next();
    const admitted = admit(options, request);
    if (typeof admitted !== 'function') {
      const { status, code, message } = admitted;
      return void response.status(status).json(errorBody(code, message));
    }
    open.add(response);
    const onDisconnected = options.meter.connected('event-stream');
    response.once('close', () => {
      admitted();
      onDisconnected();
      open.delete(response);
    });
    const live = { response, turns: createTurns() };
    const headers = {
      get: (name: string) => (name === 'accept' ? 'text/event-stream' : request.get(name)),
    };
    const { method, originalUrl: url, body } = request;
    const result = await handle({ method, url, headers, body, raw: request, context: live });
    await sendEvents(response, withCode(result), live.turns);
  };

  return {
    handler,
    /** Without `complete`: clients connect again, to another replica. */
    async stop() {
      const ended = [...open].map(
        (response) =>
          new Promise<void>((resolve) => {
            response.once('close', resolve);
            response.end(() => response.socket?.destroySoon());
          }),
      );
      await Promise.all(ended);
    },
  };
}

async function subscribe(
  options: EventStreamOptions,
  request: Request,
  { response, turns }: Live,
  params: RequestParams,
): Promise<SseResponse | AsyncIterable<StreamResult>> {
  const format = (error: unknown) => formatFor(options.formatError, error);
  let stream: UpdateStream | undefined;
  let started: Started;
  try {
    const session = await options.sessions.open(request.get('authorization'), (error) =>
      stream?.end(error),
    );
    response.once('close', () => {
      session.close();
      stream?.end();
    });
    const connection = connectionContext(request, requestIdOf(response));
    started = await startSubscription(options, params as never, { session, connection });
    if (response.destroyed) session.close();
  } catch (error) {
    started = refusalOf(error, format(error));
  }
  if ('errors' in started) return refuse(started);
  stream = started.stream;
  if (response.destroyed) stream.end();
  return messagesOf(stream, turns, format);
}

type Refused = Extract<Started, { errors: unknown }>;

function refuse({ errors, status, headers }: Refused): SseResponse | AsyncIterable<StreamResult> {
  if (refusingStatuses.includes(status)) {
    const own = {
      ...Object.fromEntries(headers),
      'content-type': 'application/json; charset=utf-8',
    };
    return [JSON.stringify({ errors }), { status, statusText: '', headers: own }];
  }
  return (async function* () {
    yield { errors };
  })();
}

/** Adds the code of errors to responses of graphql-sse itself: a body or URL that it cannot read. */
function withCode([body, init]: SseResponse): SseResponse {
  if (init.status < 400 || (typeof body === 'string' && body.includes('"code"')))
    return [body, init];
  const message = 'Send a JSON body with a `query`, or a GET request with a `query` in its URL.';
  const headers = { ...init.headers, 'content-type': 'application/json; charset=utf-8' };
  return [JSON.stringify(errorBody('BAD_REQUEST', message)), { ...init, headers }];
}
