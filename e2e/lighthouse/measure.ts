import { browserPath, freePort } from '@shop/testing';
import lighthouse from 'lighthouse';
import { chromium } from 'playwright-core';

/** Milliseconds until a page counts as loaded: an event stream keeps the network busy for ever. */
const maxWaitForLoad = 15_000;

/** Scores of a page by category, from 0 to 100, and the report as HTML. */
export type Measurement = {
  readonly scores: Readonly<Record<string, number>>;
  /** Audits that cost points, each with its category. */
  readonly faults: readonly string[];
  readonly report: string;
};

/** Measures a page with Lighthouse in a browser of its own, as a phone with slow 4G: the defaults of Lighthouse. */
export async function measurePage(url: string): Promise<Measurement> {
  const port = await freePort();
  const browser = await chromium.launch({
    executablePath: browserPath ?? '',
    args: ['--no-sandbox', `--remote-debugging-port=${port}`],
  });
  try {
    const result = await lighthouse(url, {
      port,
      output: 'html',
      logLevel: 'silent',
      maxWaitForLoad,
    });
    if (!result) throw new Error(`Lighthouse has not measured ${url}.`);
    const { categories, audits } = result.lhr;
    const scores = Object.values(categories).map(
      ({ id, score }) => [id, Math.round((score ?? 0) * 100)] as const,
    );
    const faults = Object.values(categories).flatMap(({ id: category, auditRefs }) =>
      auditRefs
        .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 0.9)
        .map(({ id }) => `${category}: ${audits[id]?.title} ${audits[id]?.displayValue ?? ''}`),
    );
    return { scores: Object.fromEntries(scores), faults, report: String(result.report) };
  } finally {
    await browser.close();
  }
}
