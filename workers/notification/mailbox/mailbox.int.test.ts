import { utimes, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostileMail, openMailbox, type ServedMailbox } from '../testing/mailbox.ts';

let box: ServedMailbox;
beforeAll(async () => {
  box = await openMailbox();
});
afterAll(() => box.close());

const read = async (path = '') => {
  const response = await fetch(`${box.url}${path}`);
  return { status: response.status, headers: response.headers, text: await response.text() };
};

const writtenAt = (name: string, time: string) =>
  utimes(join(box.folder, name), new Date(time), new Date(time));

it('an empty mailbox says so', async () => {
  expect(await read()).toMatchObject({ status: 200, text: /Nothing has been sent yet/ });
});

describe('a mailbox with a mail and a text message', () => {
  beforeAll(async () => {
    await box.carriers.EMAIL.send(hostileMail, { messageId: 'e1.welcome', correlationId: 'c-1' });
    const sms = { channel: 'SMS', to: '+4930123456', text: 'TEE <b>is low' } as const;
    await box.carriers.SMS.send(sms, { messageId: 'e2.stock-low.sms', correlationId: 'c-2' });
    await writtenAt('e1.welcome.eml', '2026-03-01T10:00:00Z');
    await writtenAt('e2.stock-low.sms.json', '2026-03-01T11:00:00Z');
    await writeFile(join(box.folder, 'e3.welcome.eml.part'), 'half a mail');
    await writeFile(join(box.folder, '..', 'shop-mailbox-outside.eml'), 'Subject: outside\n\nout');
  });

  it('lists them, the newest first, escaped', async () => {
    const { text, headers } = await read();
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
    const rows = [...text.matchAll(/<tr><td>.*?<\/tr>/g)].map(([row]) => row);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatch(/11:00:00 UTC.*SMS.*\+4930123456.*TEE &lt;b&gt;is low/);
    expect(rows[1]).toMatch(/10:00:00 UTC.*E-mail.*nel@shop\.example.*Hello &lt;script&gt;/);
    expect(text).not.toContain('<script>');
  });

  it('shows a mail: headers, text, and a frame that may do nothing', async () => {
    const { text } = await read('/e1.welcome');
    expect(text).toContain('<th scope="row">X-Correlation-ID</th><td>c-1</td>');
    expect(text).toContain('<pre>Hello &lt;img src=x onerror=');
    expect(text).toMatch(/<iframe sandbox="" .*src="\/mailbox\/e1\.welcome\/html"/);
    expect(text).not.toMatch(/<script|<img/);
  });

  it('serves its HTML with a policy that lets nothing run, framed or not', async () => {
    const { headers, text } = await read('/e1.welcome/html');
    const policy = headers.get('content-security-policy');
    expect(policy).toMatch(/^sandbox; default-src 'none'/);
    expect(policy).not.toContain('allow-');
    expect(text).toContain('Hello from HTML');
  });

  it('hands out the file as it was written', async () => {
    const { headers, text } = await read('/e1.welcome/raw');
    expect(headers.get('content-type')).toBe('message/rfc822');
    expect(headers.get('content-disposition')).toBe('attachment; filename="e1.welcome.eml"');
    expect((await PostalMime.parse(text)).messageId).toBe('<e1.welcome@shop>');
  });

  it('shows a text message, which has no frame', async () => {
    const { text } = await read('/e2.stock-low.sms');
    expect(text).toContain('<pre>TEE &lt;b&gt;is low</pre>');
    expect(text).toContain('c-2');
    expect(text).not.toContain('<iframe');
  });

  it.each([
    '/nobody.welcome',
    '/e3.welcome.eml.part',
    '/..%2Fshop-mailbox-outside',
    '/%2e%2e%2fshop-mailbox-outside/raw',
    '/..%5Cshop-mailbox-outside',
    '/%00',
    '/e1.welcome%00',
    '/%F0%9F%91%A9',
    '/e1.welcome/other',
  ])('has nothing at %s', async (path) => {
    const { status, text } = await read(path);
    expect(status).toBe(404);
    expect(text).toContain('NOT_FOUND');
  });

  it('has nothing under a name that no file can have', async () => {
    expect((await read(`/${'x'.repeat(5_000)}`)).status).toBe(404);
  });

  it('is not there for a page of the internet that points its own name here', async () => {
    for (const path of ['', '/e1.welcome', '/e1.welcome/html', '/e1.welcome/raw']) {
      const status = await new Promise((resolve, reject) =>
        get(`${box.url}${path}`, { headers: { host: 'attacker.example' } }, (response) => {
          response.resume();
          resolve(response.statusCode);
        }).on('error', reject),
      );
      expect(status).toBe(404);
    }
  });
});
