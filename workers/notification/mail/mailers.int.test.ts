import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '@shop/service';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { templates } from '../domain/templates.ts';
import { createMailbox } from './mailbox.ts';
import { createSmtpMailer } from './smtp-mailer.ts';

const from = 'Shop <no-reply@shop.example>';
const { mail } = templates.welcome({
  id: 'e1',
  correlationid: 'c1',
  data: { userId: 'u1', email: 'nel@shop.example', displayName: 'Nel <b>&\r\nBcc: x@y.example' },
} as never);

const cleanups: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

describe('SMTP', () => {
  async function serve(options: SMTPServerOptions) {
    const mails: string[] = [];
    const server = new SMTPServer({
      authOptional: true,
      disableReverseLookup: true,
      hideSTARTTLS: true,
      onData(stream, _, done) {
        let text = '';
        stream.on('data', (chunk) => (text += chunk));
        stream.on('end', () => {
          mails.push(text);
          done();
        });
      },
      ...options,
    });
    server.on('error', () => undefined);
    const listening = server.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const address = listening.address() as { port: number };
    const mailer = createSmtpMailer(`smtp://127.0.0.1:${address.port}`, from);
    cleanups.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
    cleanups.push(() => mailer.close());
    return { mailer, mails };
  }

  it('carries the mail, with text and escaped HTML', async () => {
    const { mailer, mails } = await serve({});
    await mailer.send(mail, 'e1.welcome');
    const parsed = await PostalMime.parse(mails[0] ?? '');
    expect(parsed).toMatchObject({
      messageId: '<e1.welcome@shop>',
      subject: 'Welcome to the shop',
      from: { address: 'no-reply@shop.example' },
      to: [{ address: 'nel@shop.example' }],
    });
    expect(parsed.text).toContain('Hello Nel <b>&');
    expect(parsed.html).toContain('Hello Nel &lt;b&gt;&amp;');
    expect(parsed.bcc).toBeUndefined();
  });

  it.each([
    [450, true],
    [550, false],
  ])('tells a %s refusal: temporary is %s', async (responseCode, temporary) => {
    const { mailer } = await serve({
      onRcptTo: (_, __, done) => done(Object.assign(new Error('refused'), { responseCode })),
    });
    await expect(mailer.send(mail, 'e1')).rejects.toMatchObject({
      code: 'MAIL_REFUSED',
      temporary,
    });
  });

  it('takes a server that is away for a temporary refusal', async () => {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as { port: number };
    server.close();
    const mailer = createSmtpMailer(`smtp://127.0.0.1:${port}`, from);
    cleanups.push(() => mailer.close());
    await expect(mailer.send(mail, 'e1')).rejects.toMatchObject({ temporary: true });
  });
});

it('the mailbox folder gets one whole file for each mail', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shop-mail-'));
  cleanups.push(() => rm(folder, { recursive: true }));
  const mailbox = await createMailbox(join(folder, 'box'), from, createLog('test', 'silent'));
  await mailbox.send(mail, 'e1.welcome');
  expect(await readdir(join(folder, 'box'))).toEqual(['e1.welcome.eml']);
  const parsed = await PostalMime.parse(await readFile(join(folder, 'box', 'e1.welcome.eml')));
  expect(parsed.subject).toBe('Welcome to the shop');
});
