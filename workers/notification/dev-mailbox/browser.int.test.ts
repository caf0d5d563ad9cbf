import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostileEmail, startTestDevMailbox, type TestDevMailbox } from '../testing/dev-mailbox.ts';

const run = promisify(execFile);

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const browser = (process.env['PATH'] ?? '')
  .split(delimiter)
  .flatMap((folder) => names.map((name) => join(folder, name)))
  .find((file) => existsSync(file));
if (!browser)
  console.warn('!! No Chromium on the PATH: the development mailbox is not tested in a browser.');

describe.skipIf(!browser)('the development mailbox in a browser', () => {
  let mailbox: TestDevMailbox;
  let profile: string;
  beforeAll(async () => {
    mailbox = await startTestDevMailbox();
    profile = await mkdtemp(join(tmpdir(), 'shop-browser-'));
    await mailbox.channels.EMAIL.send(hostileEmail, {
      messageId: 'e1.welcome',
      correlationId: 'c-1',
    });
  });
  afterAll(async () => {
    await mailbox.close();
    await rm(profile, { recursive: true, force: true });
  });

  /** Renders a page in the browser, runs its scripts, and returns the DOM as HTML. */
  async function rendered(url: string): Promise<string> {
    const options = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
    const time = ['--virtual-time-budget=3000', `--user-data-dir=${profile}`];
    const args = [...options, ...time, '--dump-dom', url];
    return (await run(browser ?? '', args, { timeout: 50_000 })).stdout;
  }

  it('the list shows a script in a subject as text', async () => {
    const dom = await rendered(mailbox.url);
    expect(dom).toContain('<title>Mailbox</title>');
    expect(dom).toContain('nel@shop.example');
    expect(dom).toContain('Hello &lt;script&gt;');
  });

  it('the HTML of an e-mail is shown in a frame and runs no script', async () => {
    const page = await rendered(`${mailbox.url}/e1.welcome`);
    expect(page).toMatch(/<title>Hello &lt;script&gt;/);
    expect(page).toContain('<iframe sandbox=""');
    const html = await rendered(`${mailbox.url}/e1.welcome/html`);
    expect(html).toContain('Hello from HTML');
    expect(html).not.toContain('>html ran<');
    expect(html).not.toContain('>image ran<');
  });

  it('the same HTML without the policy runs its scripts, so the tests above can fail', async () => {
    const { html } = hostileEmail;
    const dom = await rendered(`data:text/html,${encodeURIComponent(html)}`);
    expect(dom).toMatch(/>(html|image) ran</);
  });
});
