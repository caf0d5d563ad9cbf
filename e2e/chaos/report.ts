import type { ChaosResult } from './chaos.ts';
import type { Verdict } from './invariants.ts';

/** Numbers that may be other than zero. */
const free: readonly (keyof Verdict)[] = ['orders', 'unsentMails'];

/** The invariants that do not hold, such as `lostEvents: 3`. */
export const failures = (verdict: Verdict): string[] =>
  Object.entries(verdict)
    .filter(([name, value]) => value !== 0 && !free.includes(name as keyof Verdict))
    .map(([name, value]) => `${name}: ${value}`);

/** What was done to the shop, and what became of it. */
export function table(driver: string, result: ChaosResult): string {
  const { faults, deliveries, deadLetters, verdict, seconds } = result;
  const rows = [
    ...[...faults].map(([name, times]) => [name, times]),
    ['events received', deliveries.received],
    ['redeliveries', deliveries.redeliveries],
    ['duplicates seen', deliveries.duplicates],
    ['poison messages buried', deadLetters],
    ...Object.entries(verdict),
    ['seconds', Math.round(seconds)],
  ];
  const width = Math.max(...rows.map(([name]) => String(name).length));
  const lines = rows.map(([name, value]) => `  ${String(name).padEnd(width)}  ${value}`);
  const wrong = failures(verdict);
  return [
    driver,
    ...lines,
    wrong.length > 0 ? `BROKEN: ${wrong.join(', ')}` : 'all invariants hold',
  ].join('\n');
}
