import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLog, type Log, notFound, serverError } from '@shop/service';
import express, { type Express } from 'express';

/** Serves routes over HTTP with the error handlers of every process. `logged` contains the lines of its log. */
export async function startTestApp(
  serve: (service: { readonly app: Express; readonly log: Log }) => void,
) {
  const logged: string[] = [];
  const log = createLog('test', 'info', { write: (line) => void logged.push(line) });
  const app = express();
  serve({ app, log });
  app.use(notFound, serverError(log));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    logged,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
