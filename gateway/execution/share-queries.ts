import type { Viewer } from '@shop/schema';
import type { GatewayContext } from '../context.ts';
import type { RequestContext } from './plan/subgraph-reply.ts';

type Policy = Pick<RequestContext['overallCachePolicy'], 'maxAge' | 'scope'>;
type Result = { readonly data?: unknown };
type Shared<T> = { readonly response: T; readonly policy: Policy };

/** An execution that several requests wait for. */
type Flight<T> = {
  readonly done: Promise<Shared<T>>;
  /** Requests whose clients are still there. */
  waiting: number;
  readonly abort: () => void;
};

/** Runs a request, or waits for another that runs. */
export type Share = <T extends Result, R extends RequestContext>(
  operation: object,
  request: R,
  run: (request: R) => Promise<T>,
) => Promise<T>;

const contextOf = ({ context }: RequestContext) => context as GatewayContext;

const identityOf = (viewer: Viewer | undefined) =>
  viewer && { ...viewer, scopes: [...viewer.scopes].sort() };

/**
 * Returns everything beside the operation that a response depends on: the verified viewer, what subgraphs receive from
 * the client, and the variables. The ids of the request are those of the one that runs.
 */
function keyOf(requestContext: RequestContext): string {
  const { viewer, hasExpiredToken, address, userAgent } = contextOf(requestContext);
  const { variables = {} } = requestContext.request;
  return JSON.stringify([identityOf(viewer), hasExpiredToken, address, userAgent, variables]);
}

/** Runs a request until all clients that wait for it have gone. */
function start<T extends Result, R extends RequestContext>(
  request: R,
  run: (request: R) => Promise<T>,
): Flight<T> {
  const controller = new AbortController();
  const context = { ...contextOf(request), signal: controller.signal };
  const done = run({ ...request, context }).then((response) => {
    const { maxAge, scope } = request.overallCachePolicy;
    return { response, policy: { maxAge, scope } };
  });
  return { done, waiting: 0, abort: () => controller.abort() };
}

/** Waits for a flight. The last client that goes ends it. */
async function join<T>(flight: Flight<T>, signal: AbortSignal | undefined): Promise<Shared<T>> {
  const leave = () => {
    flight.waiting--;
    if (flight.waiting === 0) flight.abort();
  };
  flight.waiting++;
  if (signal?.aborted) leave();
  else signal?.addEventListener('abort', leave, { once: true });
  try {
    return await flight.done;
  } finally {
    signal?.removeEventListener('abort', leave);
  }
}

/** Returns a response of its own for each request: what follows may change it. */
const copyOf = <T extends Result>(response: T): T => ({
  ...response,
  ...('data' in response && { data: structuredClone(response.data) }),
});

/**
 * Creates the sharing of queries in flight: requests of one viewer with the same operation and variables, from the same
 * client, wait for one execution while it runs. Each keeps its own limits, log and connection.
 */
export function createShare(): Share {
  const flights = new WeakMap<object, Map<string, Flight<never>>>();

  return async <T extends Result, R extends RequestContext>(
    operation: object,
    request: R,
    run: (request: R) => Promise<T>,
  ): Promise<T> => {
    const { refreshCookie, signal, onDeferred } = contextOf(request);
    const isAlone = Boolean(refreshCookie || onDeferred);
    if (request.operation?.operation !== 'query' || isAlone) return run(request);
    const own = (flights.get(operation) ?? new Map()) as Map<string, Flight<T>>;
    flights.set(operation, own as Map<string, Flight<never>>);
    const key = keyOf(request);
    const running = own.get(key);
    // One that all clients have left is about to fail.
    if (running && running.waiting > 0) {
      const { response, policy } = await join(running, signal);
      request.overallCachePolicy.restrict(policy);
      return copyOf(response);
    }
    const flight = start(request, run);
    own.set(key, flight);
    try {
      return (await join(flight, signal)).response;
    } finally {
      if (own.get(key) === flight) own.delete(key);
    }
  };
}
