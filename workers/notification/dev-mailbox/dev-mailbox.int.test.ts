import { utimes, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostileEmail, startTestDevMailbox, type TestDevMailbox } from '../testing/dev-mailbox.ts';

let mailbox: TestDevMailbox;
beforeAll(async () => {
  mailbox = await startTestDevMailbox();
});
afterAll(() => mailbox.close());

const fetchMailbox = async (path = '') => {
  const response = await fetch(`${mailbox.url}${path}`);
  return { status: response.status, headers: response.headers, text: await response.text() };
};

const writtenAt = (name: string, time: string) =>
  utimes(join(mailbox.folder, name), new Date(time), new Date(time));

it('an empty mailbox reports that nothing has been sent', async () => {
  expect(await fetchMailbox()).toMatchObject({ status: 200, text: /Nothing has been sent yet/ });
});

describe('a mailbox with an e-mail and a text message', () => {
  beforeAll(async () => {
    await mailbox.channels.EMAIL.send(hostileEmail, {
      messageId: 'e1.welcome',
      correlationId: 'c-1',
    });
    const textMessage = { channel: 'SMS', to: '+4930123456', text: 'TEE <b>is low' } as const;
    await mailbox.channels.SMS.send(textMessage, {
      messageId: 'e2.stock-low.sms',
      correlationId: 'c-2',
    });
    await writtenAt('e1.welcome.eml', '2026-03-01T10:00:00Z');
    await writtenAt('e2.stock-low.sms.json', '2026-03-01T11:00:00Z');
    await writeFile(join(mailbox.folder, 'e3.welcome.eml.part'), 'half an e-mail');
    await writeFile(
      join(mailbox.folder, '..', 'shop-mailbox-outside.eml'),
      'Subject: outside\n\nout',
    );
  });

  it('the list shows messages newest first, with HTML escaped', async () => {
    const { text, headers } = await fetchMailbox();
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
    const rows = [...text.matchAll(/<tr><td>.*?<\/tr>/g)].map(([row]) => row);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatch(/11:00:00 UTC.*SMS.*\+4930123456.*TEE &lt;b&gt;is low/);
    expect(rows[1]).toMatch(/10:00:00 UTC.*E-mail.*nel@shop\.example.*Hello &lt;script&gt;/);
    expect(text).not.toContain('<script>');
  });

  it('an e-mail is shown with its headers, its text and a sandboxed frame', async () => {
    const { text } = await fetchMailbox('/e1.welcome');
    expect(text).toContain('<th scope="row">X-Correlation-ID</th><td>c-1</td>');
    expect(text).toContain('<pre>Hello &lt;img src=x onerror=');
    expect(text).toMatch(/<iframe sandbox="" .*src="\/mailbox\/e1\.welcome\/html"/);
    expect(text).not.toMatch(/<script|<img/);
  });

  it('the HTML of an e-mail is served with a policy that runs no script, in a frame or alone', async () => {
    const { headers, text } = await fetchMailbox('/e1.welcome/html');
    const policy = headers.get('content-security-policy');
    expect(policy).toMatch(/^sandbox; default-src 'none'/);
    expect(policy).not.toContain('allow-');
    expect(text).toContain('Hello from HTML');
  });

  it('an e-mail can be downloaded as it was written', async () => {
    const { headers, text } = await fetchMailbox('/e1.welcome/raw');
    expect(headers.get('content-type')).toBe('message/rfc822');
    expect(headers.get('content-disposition')).toBe('attachment; filename="e1.welcome.eml"');
    expect((await PostalMime.parse(text)).messageId).toBe('<e1.welcome@shop>');
  });

  it('a text message is shown without a frame', async () => {
    const { text } = await fetchMailbox('/e2.stock-low.sms');
    expect(text).toContain('<pre>TEE &lt;b&gt;is low</pre>');
    expect(text).toContain('c-2');
    expect(text).not.toContain('<iframe');
  });

  it.each([
    '/unknown.welcome',
    '/e3.welcome.eml.part',
    '/..%2Fshop-mailbox-outside',
    '/%2e%2e%2fshop-mailbox-outside/raw',
    '/..%5Cshop-mailbox-outside',
    '/%00',
    '/e1.welcome%00',
    '/%F0%9F%91%A9',
    '/e1.welcome/other',
  ])('an id that does not name a message is 404: %s', async (path) => {
    const { status, text } = await fetchMailbox(path);
    expect(status).toBe(404);
    expect(text).toContain('NOT_FOUND');
  });

  it('an id longer than any file name is 404', async () => {
    expect((await fetchMailbox(`/${'x'.repeat(5_000)}`)).status).toBe(404);
  });

  it('a request with a foreign host name is 404 (DNS rebinding)', async () => {
    for (const path of ['', '/e1.welcome', '/e1.welcome/html', '/e1.welcome/raw']) {
      const status = await new Promise((resolve, reject) =>
        get(`${mailbox.url}${path}`, { headers: { host: 'attacker.example' } }, (response) => {
          response.resume();
          resolve(response.statusCode);
        }).on('error', reject),
      );
      expect(status).toBe(404);
    }
  });
});
