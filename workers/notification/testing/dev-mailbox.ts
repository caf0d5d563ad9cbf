import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog, createService, notFound } from '@shop/service';
import { createFileChannels } from '../channels/file-channels.ts';
import { serveDevMailbox } from '../dev-mailbox/routes.ts';
import type { Email } from '../domain/delivery.ts';
import type { Channels } from '../domain/ports.ts';

export type TestDevMailbox = {
  readonly url: string;
  readonly folder: string;
  readonly channels: Channels;
  close(): Promise<void>;
};

/** An e-mail that tries to run scripts wherever it is shown. */
export const hostileEmail: Email = {
  channel: 'EMAIL',
  to: ['nel@shop.example'],
  subject: 'Hello <script>document.title="subject ran"</script>',
  text: 'Hello <img src=x onerror="document.title=\'text ran\'">',
  html: `<h1 id="shown">Hello from HTML</h1>
    <script>document.getElementById('shown').textContent = 'html ran'; top.document.title = 'html ran';</script>
    <img src="x" onerror="document.getElementById('shown').textContent = 'image ran'">`,
};

/** Serves a development mailbox on its own folder. */
export async function startTestDevMailbox(): Promise<TestDevMailbox> {
  const folder = await mkdtemp(join(tmpdir(), 'shop-mailbox-'));
  const channels = await createFileChannels(
    folder,
    'shop@shop.example',
    createLog('test', 'silent'),
  );
  const { app, server } = createService('test', {
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    HOST: '127.0.0.1',
    PORT: 0,
    METRICS_PORT: 0,
  });
  serveDevMailbox(app, folder);
  app.use(notFound);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mailbox`,
    folder,
    channels,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
