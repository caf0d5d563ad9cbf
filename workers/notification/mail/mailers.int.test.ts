import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '@shop/service';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import type { Mail } from '../domain/message.ts';
import { userTemplates } from '../domain/templates/user.ts';
import { createMailbox } from './mailbox.ts';
import { createSmsLog } from './sms-log.ts';
import { createSmtpMailer } from './smtp-mailer.ts';

const from = 'Shop <no-reply@shop.example>';
const mail = userTemplates.welcome({
  id: 'e1',
  correlationid: 'c1',
  data: { userId: 'u1', email: 'nel@shop.example', displayName: 'Nel <b>&\r\nBcc: x@y.example' },
} as never).message as Mail;
const label = { messageId: 'e1.welcome', correlationId: 'c1\r\nBcc: x@y.example' };

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
    await mailer.send(mail, label);
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
    const correlation = parsed.headers.filter(({ key }) => key === 'x-correlation-id');
    expect(correlation).toMatchObject([{ value: 'c1Bcc:x@y.example' }]);
  });

  it.each([
    [450, true],
    [550, false],
  ])('tells a %s refusal: temporary is %s', async (responseCode, temporary) => {
    const { mailer } = await serve({
      onRcptTo: (_, __, done) => done(Object.assign(new Error('refused'), { responseCode })),
    });
    await expect(mailer.send(mail, label)).rejects.toMatchObject({
      code: 'MESSAGE_REFUSED',
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
    await expect(mailer.send(mail, label)).rejects.toMatchObject({ temporary: true });
  });
});

describe('the mailbox folder', () => {
  async function open() {
    const parent = await mkdtemp(join(tmpdir(), 'shop-mail-'));
    cleanups.push(() => rm(parent, { recursive: true }));
    const folder = join(parent, 'box');
    return { folder, carriers: await createMailbox(folder, from, createLog('test', 'silent')) };
  }

  it('gets one whole file for each mail', async () => {
    const { folder, carriers } = await open();
    await carriers.EMAIL.send(mail, label);
    expect(await readdir(folder)).toEqual(['e1.welcome.eml']);
    const parsed = await PostalMime.parse(await readFile(join(folder, 'e1.welcome.eml')));
    expect(parsed.subject).toBe('Welcome to the shop');
  });

  it('gets one for each text message', async () => {
    const { folder, carriers } = await open();
    const sms = { channel: 'SMS', to: '+4930123456', text: 'TEE is low: 2 left' } as const;
    await carriers.SMS.send(sms, { messageId: 'e1.stock-low.sms', correlationId: 'c1' });
    const file = JSON.parse(await readFile(join(folder, 'e1.stock-low.sms.json'), 'utf8'));
    expect(file).toMatchObject({
      to: '+4930123456',
      text: 'TEE is low: 2 left',
      correlationId: 'c1',
    });
  });
});

it('without a provider a text message stands in the log', async () => {
  const lines: string[] = [];
  const log = createLog('test', 'info', { write: (line) => void lines.push(line) });
  const sms = { channel: 'SMS', to: '+4930123456', text: 'TEE is low: 2 left' } as const;
  await createSmsLog(log).send(sms, { messageId: 'e1.stock-low.sms', correlationId: 'c1' });
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ text: sms.text, correlationId: 'c1' });
});
