import { copyFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { browserPath } from '@shop/testing';
import { type Browser, chromium } from 'playwright-core';

// npm run pictures: copies the pictures of README from those that the tests of pages have taken, and draws one sheet for each
// application with every page on a desktop and on a phone.

const screenshots = fileURLToPath(new URL('../screenshots/', import.meta.url));
const docs = fileURLToPath(new URL('../../docs/', import.meta.url));

type Application = {
  /** Folder in `docs/`. */
  readonly folder: string;
  /** What the names of its screenshots begin with. */
  readonly prefixes: readonly string[];
  /** Pictures of README, without the prefix. */
  readonly shown: readonly string[];
};
const applications: readonly Application[] = [
  {
    folder: 'storefront',
    prefixes: ['shop-', 'order-'],
    shown: ['home', 'product', 'checkout', 'order'].flatMap((name) => [name, `${name}-phone`]),
  },
  {
    folder: 'back-office',
    prefixes: ['office-'],
    shown: ['start', 'start-phone', 'orders', 'order', 'order-phone', 'return'],
  },
];

const phone = '-phone.png';
const width = { desktop: 220, phone: 67 };
const height = 138;

/** Returns HTML with the upper part of each page on a desktop and on a phone, and its name. */
function sheetOf(names: readonly string[]): string {
  const pictureOf = (file: string, pixels: number) =>
    `<img src="${pathToFileURL(join(screenshots, file)).href}" width="${pixels}" height="${height}">`;
  const entries = names.map(
    (name) => `<figure>${pictureOf(`${name}.png`, width.desktop)}
      ${pictureOf(`${name}${phone}`, width.phone)}<figcaption>${name}</figcaption></figure>`,
  );
  return `<!doctype html><style>
    body { margin: 8px; display: grid; grid-template-columns: repeat(4, 1fr); gap: 12px 8px; background: #fff }
    figure { margin: 0; font: 11px system-ui; color: #555 }
    img { object-fit: cover; object-position: top; border: 1px solid #ccc }
    </style>${entries.join('')}`;
}

async function drawSheet(browser: Browser, { folder, prefixes }: Application): Promise<void> {
  const files = readdirSync(screenshots);
  const names = files
    .filter((file) => file.endsWith(phone) && prefixes.some((prefix) => file.startsWith(prefix)))
    .map((file) => file.slice(0, -phone.length))
    .filter((name) => files.includes(`${name}.png`))
    .toSorted();
  const page = await browser.newPage({ viewport: { width: 1_240, height: 800 } });
  // Only pages of files may show files.
  const sheet = join(screenshots, `${folder}.html`);
  writeFileSync(sheet, sheetOf(names));
  await page.goto(pathToFileURL(sheet).href);
  const path = join(docs, folder, 'pages.jpeg');
  await page.screenshot({ path, fullPage: true, type: 'jpeg', quality: 70 });
  console.log(`${path}: ${names.length} pages`);
  await page.close();
}

for (const { folder, prefixes, shown } of applications) {
  for (const name of shown) {
    copyFileSync(join(screenshots, `${prefixes[0]}${name}.png`), join(docs, folder, `${name}.png`));
  }
}
const browser = await chromium.launch({
  executablePath: browserPath ?? '',
  args: ['--no-sandbox'],
});
try {
  for (const application of applications) await drawSheet(browser, application);
} finally {
  await browser.close();
}
