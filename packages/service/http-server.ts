import { createServer, type RequestListener, type Server } from 'node:http';

/**
 * How long a client may take to say what it wants, in milliseconds. Node allows five minutes, in which
 * clients that send a byte now and then hold every connection there is; answering is not limited here.
 */
export const httpTimeouts = {
  headersTimeout: 10_000,
  /** 100 kB at 4 kB/s, slower than any mobile network that is of use. */
  requestTimeout: 30_000,
  /** How often Node looks for those who are late. */
  connectionsCheckingInterval: 5_000,
};

/** An HTTP server that ends connections of clients that are too slow (408). */
export const createHttpServer = (listener: RequestListener, timeouts = httpTimeouts): Server =>
  createServer(timeouts, listener);
