import { hasBrowser, openBrowser, type TestBrowser } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostileEmail, startTestDevMailbox, type TestDevMailbox } from '../testing/dev-mailbox.ts';

describe.skipIf(!hasBrowser)('the development mailbox in a browser', () => {
  let mailbox: TestDevMailbox;
  let browser: TestBrowser;
  beforeAll(async () => {
    mailbox = await startTestDevMailbox();
    browser = await openBrowser();
    await mailbox.channels.EMAIL.send(hostileEmail, {
      messageId: 'e1.welcome',
      correlationId: 'c-1',
    });
  });
  afterAll(async () => {
    await mailbox.close();
    await browser.close();
  });

  it('the list shows a script in a subject as text', async () => {
    const dom = await browser.rendered(mailbox.url);
    expect(dom).toContain('<title>Mailbox</title>');
    expect(dom).toContain('nel@shop.example');
    expect(dom).toContain('Hello &lt;script&gt;');
  });

  it('the HTML of an e-mail is shown in a frame and runs no script', async () => {
    const page = await browser.rendered(`${mailbox.url}/e1.welcome`);
    expect(page).toMatch(/<title>Hello &lt;script&gt;/);
    expect(page).toContain('<iframe sandbox=""');
    const html = await browser.rendered(`${mailbox.url}/e1.welcome/html`);
    expect(html).toContain('Hello from HTML');
    expect(html).not.toContain('>html ran<');
    expect(html).not.toContain('>image ran<');
  });

  it('the same HTML without the policy runs its scripts, so the tests above can fail', async () => {
    const { html } = hostileEmail;
    const dom = await browser.rendered(`data:text/html,${encodeURIComponent(html)}`);
    expect(dom).toMatch(/>(html|image) ran</);
  });
});
