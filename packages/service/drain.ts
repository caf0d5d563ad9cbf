import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestHandler, Response } from 'express';

/** How a service that stops leaves its load balancer. */
export type Drain = {
  /** Follows the responses in progress. */
  readonly follow: RequestHandler;
  /** Serves for `ms` on, and lets each connection end with its next response. */
  begin(ms: number): Promise<void>;
};

/**
 * Creates the drain of a service. A client must not send a request on a connection at the moment in which it is closed: it
 * could not repeat a mutation. So responses close their connections, while requests that still come are served.
 */
export function createDrain(): Drain {
  const open = new Set<Response>();
  let isDraining = false;
  const closeAfter = (response: Response) => {
    if (response.headersSent) return;
    response.setHeader('connection', 'close');
    response.removeHeader('keep-alive');
  };
  return {
    follow(_, response, next) {
      if (isDraining) closeAfter(response);
      open.add(response);
      response.once('close', () => open.delete(response));
      next();
    },
    async begin(ms) {
      isDraining = true;
      for (const response of open) closeAfter(response);
      if (ms > 0) await sleep(ms);
    },
  };
}
