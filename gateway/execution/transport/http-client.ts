import type { LookupFunction } from 'node:net';
import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
} from 'cockatiel';
import { Pool } from 'undici';
import {
  Cancelled,
  ConnectionFailed,
  exchange,
  type HttpRequest,
  type HttpResponse,
} from './http-exchange.ts';

/** Connections to one subgraph at most; more requests wait. */
const maxConnections = 100;
/**
 * How long a connection is used, in ms. Each new one resolves the name of the subgraph again, so an address that has
 * changed in DNS, or a further one, is used within this time.
 */
const defaultConnectionMs = 10_000;
/** Failures in a row after which a subgraph receives no requests, and how long, in ms, before one tries again. */
const maxFailures = 10;
const pauseMs = 1_000;

/** A subgraph has responded that it cannot respond (5xx). */
export class ServerFault extends Error {
  readonly response: HttpResponse;
  constructor(response: HttpResponse) {
    super(`The status is ${response.status}.`);
    this.response = response;
  }
}

export type CircuitChange = 'open' | 'half-open' | 'closed';

const changes: Readonly<Partial<Record<CircuitState, CircuitChange>>> = {
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Closed]: 'closed',
};

export type HttpClientOptions = {
  readonly url: string;
  readonly maxResponseBytes: number;
  readonly onCircuitChange: (change: CircuitChange) => void;
  readonly connectionMs?: number;
  /** Resolves names; by default the system does. */
  readonly lookup?: LookupFunction;
};

export type HttpClient = {
  /** Sends a request; one that may be repeated is sent again when its connection has failed. */
  send(request: Omit<HttpRequest, 'path'>, mayRepeat: boolean): Promise<HttpResponse>;
};

/** Whether an error means that requests to an open circuit are not sent at all. */
export const isCircuitOpen = (error: unknown): boolean => error instanceof BrokenCircuitError;

/**
 * Creates a client with connections of its own for one subgraph, which stay open between requests. While the subgraph
 * fails again and again, its circuit is open: requests fail at once, and one in a while tries whether it is back.
 */
export function createHttpClient({
  url,
  maxResponseBytes,
  onCircuitChange,
  connectionMs = defaultConnectionMs,
  lookup,
}: HttpClientOptions): HttpClient {
  const { origin, pathname, search } = new URL(url);
  const path = `${pathname}${search}`;
  const pool = new Pool(origin, {
    connections: maxConnections,
    maxResponseSize: maxResponseBytes,
    clientTtl: connectionMs,
    ...(lookup && { connect: { lookup } }),
  });
  const breaker = circuitBreaker(
    handleWhen((error) => !(error instanceof Cancelled)),
    { halfOpenAfter: pauseMs, breaker: new ConsecutiveBreaker(maxFailures) },
  );
  breaker.onStateChange((state) => {
    const change = changes[state];
    if (change) onCircuitChange(change);
  });

  const sendOnce = async (request: Omit<HttpRequest, 'path'>): Promise<HttpResponse> => {
    const response = await exchange(pool, { ...request, path });
    if (response.status >= 500) throw new ServerFault(response);
    return response;
  };
  return {
    send: (request, mayRepeat) =>
      breaker.execute(async () => {
        try {
          return await sendOnce(request);
        } catch (error) {
          if (!mayRepeat || !(error instanceof ConnectionFailed)) throw error;
          return sendOnce(request);
        }
      }),
  };
}
