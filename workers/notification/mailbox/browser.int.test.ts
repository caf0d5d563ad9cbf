import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostileMail, openMailbox, type ServedMailbox } from '../testing/mailbox.ts';

const run = promisify(execFile);

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const browser = (process.env['PATH'] ?? '')
  .split(delimiter)
  .flatMap((folder) => names.map((name) => join(folder, name)))
  .find((file) => existsSync(file));
if (!browser)
  console.warn('!! No Chromium on the PATH: the mailbox page is not tried in a browser.');

describe.skipIf(!browser)('the mailbox in a browser', () => {
  let box: ServedMailbox;
  let profile: string;
  beforeAll(async () => {
    box = await openMailbox();
    profile = await mkdtemp(join(tmpdir(), 'shop-browser-'));
    await box.carriers.EMAIL.send(hostileMail, { messageId: 'e1.welcome', correlationId: 'c-1' });
  });
  afterAll(async () => {
    await box.close();
    await rm(profile, { recursive: true, force: true });
  });

  /** The page after its scripts had their time, as HTML. */
  async function rendered(url: string): Promise<string> {
    const options = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
    const time = ['--virtual-time-budget=3000', `--user-data-dir=${profile}`];
    const args = [...options, ...time, '--dump-dom', url];
    return (await run(browser ?? '', args, { timeout: 50_000 })).stdout;
  }

  it('lists the mail, and the script in its subject is text', async () => {
    const dom = await rendered(box.url);
    expect(dom).toContain('<title>Mailbox</title>');
    expect(dom).toContain('nel@shop.example');
    expect(dom).toContain('Hello &lt;script&gt;');
  });

  it('shows the mail in a frame, and nothing in it runs', async () => {
    const page = await rendered(`${box.url}/e1.welcome`);
    expect(page).toMatch(/<title>Hello &lt;script&gt;/);
    expect(page).toContain('<iframe sandbox=""');
    const mail = await rendered(`${box.url}/e1.welcome/html`);
    expect(mail).toContain('Hello from HTML');
    expect(mail).not.toContain('>html ran<');
    expect(mail).not.toContain('>image ran<');
  });

  it('would run scripts, were they let: the test can tell', async () => {
    const { html } = hostileMail;
    const dom = await rendered(`data:text/html,${encodeURIComponent(html)}`);
    expect(dom).toMatch(/>(html|image) ran</);
  });
});
