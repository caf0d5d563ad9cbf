import { createServer, type RequestListener, type Server } from 'node:http';

/**
 * How long a client may take to send its request, in milliseconds. Node allows five minutes, in which slow
 * clients can occupy every connection. The time of a response is not limited here.
 */
export const httpTimeouts = {
  headersTimeout: 10_000,
  /** Enough for 100 kB at 4 kB/s, slower than any usable mobile network. */
  requestTimeout: 30_000,
  /** How often Node looks for slow clients. */
  connectionsCheckingInterval: 5_000,
};

/** Creates an HTTP server that closes the connections of slow clients (408). */
export const createHttpServer = (listener: RequestListener, timeouts = httpTimeouts): Server =>
  createServer(timeouts, listener);
