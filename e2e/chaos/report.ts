import type { ChaosResult } from './chaos.ts';
import { poisonOfStrike } from './faults.ts';

/** How many events a worker handles at once (`concurrency` of a subscription). */
const mailsInHand = 8;

/** What does not hold, such as `lostEvents: 3`. */
export function failures({ faults, buried, verdict }: ChaosResult): string[] {
  const strikes = (name: string) => faults.get(name) ?? 0;
  const { orders: _, unsentMails, ...rest } = verdict;
  // The note that a mail is being sent comes first: what was in hand when its sender died stays a note.
  const interruptions = strikes('kill -9 notification') + strikes('kill -9 of PostgreSQL');
  const numbers = {
    ...rest,
    unsentMails: Math.max(0, unsentMails - interruptions * mailsInHand),
    missingPoison: strikes('poison messages') * poisonOfStrike - buried.poison,
  };
  return Object.entries(numbers)
    .filter(([, value]) => value !== 0)
    .map(([name, value]) => `${name}: ${value}`);
}

/** What was done to the shop, and what became of it. */
export function table(driver: string, result: ChaosResult): string {
  const { faults, deliveries, buried, verdict, seconds } = result;
  const rows = [
    ...[...faults].map(([name, times]) => [name, times]),
    ['events received', deliveries.received],
    ['redeliveries', deliveries.redeliveries],
    ['duplicates seen', deliveries.duplicates],
    ['poison messages buried', buried.poison],
    ['dead letters redriven', buried.redriven],
    ...Object.entries(verdict),
    ['seconds', Math.round(seconds)],
  ];
  const width = Math.max(...rows.map(([name]) => String(name).length));
  const lines = rows.map(([name, value]) => `  ${String(name).padEnd(width)}  ${value}`);
  const wrong = failures(result);
  return [
    driver,
    ...lines,
    wrong.length > 0 ? `BROKEN: ${wrong.join(', ')}` : 'all invariants hold',
  ].join('\n');
}
