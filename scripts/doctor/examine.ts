import { setTimeout as sleep } from 'node:timers/promises';
import type { Check, Finding, Reading } from './check.ts';

export type Result = { readonly check: Check; readonly findings: readonly Finding[] };

export type Examination = {
  readonly checks: readonly Check[];
  /** Opens the shop for one reading. */
  readonly read: <T>(work: (reading: Reading) => Promise<T>) => Promise<T>;
  /** How long a finding has to hold, in milliseconds: events on their way make copies differ for moments. */
  readonly patienceMs: number;
  /** At most this many findings of a check. */
  readonly limit: number;
};

const everyMs = 1_000;

/** Runs the checks until `patienceMs` have passed or nothing is found. Returns what every reading has found. */
export async function examine(examination: Examination): Promise<Result[]> {
  const { checks, patienceMs } = examination;
  const deadline = performance.now() + patienceMs;
  let results = await readOnce(examination, checks);
  while (results.some(({ findings }) => findings.length > 0) && performance.now() < deadline) {
    await sleep(everyMs);
    const open = results.filter(({ findings }) => findings.length > 0).map(({ check }) => check);
    const again = new Map((await readOnce(examination, open)).map((one) => [one.check, one]));
    results = results.map((one) => stillFound(one, again.get(one.check)));
  }
  return results;
}

/** What was found before and is found again, as it is now. */
function stillFound(before: Result, now: Result | undefined): Result {
  if (!now) return before;
  const subjects = new Set(before.findings.map(({ subject }) => subject));
  return { ...now, findings: now.findings.filter(({ subject }) => subjects.has(subject)) };
}

const readOnce = ({ read, limit }: Examination, checks: readonly Check[]): Promise<Result[]> =>
  read(async (reading) => {
    const results: Result[] = [];
    for (const check of checks) {
      const findings: Finding[] = [];
      for await (const finding of check.find(reading)) {
        findings.push(finding);
        if (findings.length === limit) break;
      }
      results.push({ check, findings });
    }
    return results;
  });
