import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '@shop/service';
import { freePort, startSmtpServer } from '@shop/testing';
import PostalMime from 'postal-mime';
import { afterEach, describe, expect, it } from 'vitest';
import type { Email } from '../domain/delivery.ts';
import { newNotification } from '../domain/notification.ts';
import { deliveriesOf } from '../domain/render.ts';
import { orderPaid } from '../domain/templates/order.ts';
import { createFileChannels } from './file-channels.ts';
import { createSmtpMailer } from './smtp-mailer.ts';
import { createTextMessageLog } from './text-message-log.ts';

const from = 'Shop <no-reply@shop.example>';
const title = 'Tee <b>&\r\nBcc: x@y.example';
const total = { minor: '1000', currency: 'EUR' };
const event = {
  id: 'e1',
  correlationid: 'c1',
  data: { number: '2026-000123', total, lines: [{ title, quantity: 1, unitPrice: total }] },
} as never;
const recipients = { emails: ['nel@shop.example'] };
const email = deliveriesOf(
  newNotification(event, orderPaid, recipients, {
    shopUrl: 'https://shop.example',
    token: undefined,
    invoiceUrl: 'https://api.shop.example/documents/d1/1/ff',
  }),
)[0]?.message as Email;
const envelope = { messageId: 'e1.order-paid', correlationId: 'c1\r\nBcc: x@y.example' };

const cleanups: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

describe('the SMTP mailer', () => {
  async function start(options: Parameters<typeof startSmtpServer>[1] = {}) {
    const messages: string[] = [];
    const server = await startSmtpServer((message) => messages.push(message), options);
    const mailer = createSmtpMailer(server.url, from);
    cleanups.push(server.close, () => mailer.close());
    return { mailer, messages };
  }

  it('the SMTP mailer sends an e-mail as text and as escaped HTML', async () => {
    const { mailer, messages } = await start();
    await mailer.send(email, envelope);
    const parsed = await PostalMime.parse(messages[0] ?? '');
    expect(parsed).toMatchObject({
      messageId: '<e1.order-paid@shop>',
      subject: 'Order 2026-000123 has been paid',
      from: { address: 'no-reply@shop.example' },
      to: [{ address: 'nel@shop.example' }],
    });
    expect(parsed.text).toContain('1 x Tee <b>&');
    expect(parsed.html).toContain('1 x Tee &lt;b&gt;&amp;');
    expect(parsed.bcc).toBeUndefined();
    const correlation = parsed.headers.filter(({ key }) => key === 'x-correlation-id');
    expect(correlation).toMatchObject([{ value: 'c1Bcc:x@y.example' }]);
  });

  it.each([
    [450, true],
    [550, false],
  ])('an SMTP rejection with %s has temporary = %s', async (responseCode, temporary) => {
    const { mailer } = await start({
      onRcptTo: (_, __, done) => done(Object.assign(new Error('refused'), { responseCode })),
    });
    await expect(mailer.send(email, envelope)).rejects.toMatchObject({
      code: 'MESSAGE_REJECTED',
      temporary,
    });
  });

  it('an unreachable SMTP server is a temporary rejection', async () => {
    const mailer = createSmtpMailer(`smtp://127.0.0.1:${await freePort()}`, from);
    cleanups.push(() => mailer.close());
    await expect(mailer.send(email, envelope)).rejects.toMatchObject({ temporary: true });
  });
});

describe('the file channels', () => {
  async function create() {
    const parent = await mkdtemp(join(tmpdir(), 'shop-messages-'));
    cleanups.push(() => rm(parent, { recursive: true }));
    const folder = join(parent, 'mailbox');
    return {
      folder,
      channels: await createFileChannels(folder, from, createLog('test', 'silent')),
    };
  }

  it('file channels write one complete file for each e-mail', async () => {
    const { folder, channels } = await create();
    await channels.EMAIL.send(email, envelope);
    expect(await readdir(folder)).toEqual(['e1.order-paid.eml']);
    const parsed = await PostalMime.parse(await readFile(join(folder, 'e1.order-paid.eml')));
    expect(parsed.subject).toBe('Order 2026-000123 has been paid');
  });

  it('file channels write one file for each text message', async () => {
    const { folder, channels } = await create();
    const textMessage = { channel: 'SMS', to: '+4930123456', text: 'TEE is low: 2 left' } as const;
    await channels.SMS.send(textMessage, { messageId: 'e1.stock-low.sms', correlationId: 'c1' });
    const file = JSON.parse(await readFile(join(folder, 'e1.stock-low.sms.json'), 'utf8'));
    expect(file).toMatchObject({
      to: '+4930123456',
      text: 'TEE is low: 2 left',
      correlationId: 'c1',
    });
  });
});

it('without a provider, a text message is written to the log', async () => {
  const lines: string[] = [];
  const log = createLog('test', 'info', { write: (line) => void lines.push(line) });
  const textMessage = { channel: 'SMS', to: '+4930123456', text: 'TEE is low: 2 left' } as const;
  const messenger = createTextMessageLog(log);
  await messenger.send(textMessage, { messageId: 'e1.stock-low.sms', correlationId: 'c1' });
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ text: textMessage.text, correlationId: 'c1' });
});
