import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export type TestSmtpServer = { readonly url: string; close(): Promise<void> };

/** Starts an SMTP server that accepts each message once `onMessage` has handled it. */
export async function startSmtpServer(
  onMessage: (message: string) => unknown,
  options: SMTPServerOptions = {},
): Promise<TestSmtpServer> {
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    hideSTARTTLS: true,
    onData(stream, _, done) {
      text(stream)
        .then(onMessage)
        .then(() => done(), done);
    },
    ...options,
  });
  // Clients may break their connections.
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
