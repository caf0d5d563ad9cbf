import { z } from 'zod';
import type { ExplainedAdvisory } from './explained-advisories.ts';

const advisory = z.object({ title: z.string(), url: z.string(), severity: z.string() });

/** What `npm audit --json` prints. `via` names another package that is vulnerable, or an advisory. */
const report = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({ via: z.array(z.union([z.string(), advisory])) }),
  ),
});

export type Verdict = {
  /** Advisories without an explanation that counts, one line each. */
  readonly findings: readonly string[];
  /** Explanations that explain nothing any more. */
  readonly unused: readonly string[];
};

/** Judges the output of `npm audit --json`. Throws when the registry has not audited. */
export function judgeAudit(
  output: string,
  explained: readonly ExplainedAdvisory[],
  today: string,
): Verdict {
  const parsed = report.safeParse(JSON.parse(output));
  if (!parsed.success) throw new Error(`The registry has not audited: ${output.slice(0, 300)}`);
  const found = new Map<string, string>();
  for (const [name, { via }] of Object.entries(parsed.data.vulnerabilities)) {
    for (const one of via) {
      if (typeof one === 'string') continue;
      const id = one.url.split('/').at(-1) ?? one.url;
      found.set(id, `${id} (${one.severity}) of ${name}: ${one.title}`);
    }
  }
  const counts = ({ id, until }: ExplainedAdvisory) => found.has(id) && today <= until;
  const passed = new Set(explained.filter(counts).map(({ id }) => id));
  return {
    findings: [...found].flatMap(([id, line]) => (passed.has(id) ? [] : [line])),
    unused: explained.filter(({ id }) => !found.has(id)).map(({ id }) => id),
  };
}
