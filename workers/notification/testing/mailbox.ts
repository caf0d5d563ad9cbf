import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog, createServiceProcess, notFound } from '@shop/service';
import type { Mail } from '../domain/message.ts';
import type { Carriers } from '../domain/ports.ts';
import { createMailbox } from '../mail/mailbox.ts';
import { serveMailbox } from '../mailbox/routes.ts';

export type ServedMailbox = {
  readonly url: string;
  readonly folder: string;
  readonly carriers: Carriers;
  close(): Promise<void>;
};

/** A mail whose HTML would like to run. */
export const hostileMail: Mail = {
  channel: 'EMAIL',
  to: ['nel@shop.example'],
  subject: 'Hello <script>document.title="subject ran"</script>',
  text: 'Hello <img src=x onerror="document.title=\'text ran\'">',
  html: `<h1 id="shown">Hello from HTML</h1>
    <script>document.getElementById('shown').textContent = 'html ran'; top.document.title = 'html ran';</script>
    <img src="x" onerror="document.getElementById('shown').textContent = 'image ran'">`,
};

/** The mailbox page on a folder of its own. */
export async function openMailbox(): Promise<ServedMailbox> {
  const folder = await mkdtemp(join(tmpdir(), 'shop-mailbox-'));
  const carriers = await createMailbox(folder, 'shop@shop.example', createLog('test', 'silent'));
  const { app, server } = createServiceProcess('test', {
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    HOST: '127.0.0.1',
    PORT: 0,
  });
  serveMailbox(app, folder);
  app.use(notFound);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mailbox`,
    folder,
    carriers,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
