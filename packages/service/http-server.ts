import { createServer, type RequestListener, type Server } from 'node:http';

/** Limits of the connections of clients, in milliseconds. The time of a response is not limited here. */
export const httpTimeouts = {
  /**
   * How long a client may take to send its request. Node allows five minutes, in which slow clients can occupy every
   * connection.
   */
  headersTimeout: 10_000,
  /** Enough for 100 kB at 4 kB/s, slower than any usable mobile network. */
  requestTimeout: 30_000,
  /** How often Node looks for slow clients. */
  connectionsCheckingInterval: 5_000,
  /**
   * How long a connection stays open between requests. The client must close it first: a request that arrives while it is
   * being closed fails. Balancers hold one for up to 60 s (nginx, AWS), longer than the 5 s of Node.
   */
  keepAliveTimeout: 75_000,
};

/**
 * What responses tell clients that read `Keep-Alive`, such as undici: to close sooner. So a process that stops, and serves on
 * for longer than this, closes no connection that they may still use.
 */
const advertisedKeepAlive = 'timeout=5';

/** Creates an HTTP server that closes the connections of slow clients (408). */
export function createHttpServer(listener: RequestListener, timeouts = httpTimeouts): Server {
  return createServer(timeouts, (request, response) => {
    response.setHeader('keep-alive', advertisedKeepAlive);
    listener(request, response);
  });
}
