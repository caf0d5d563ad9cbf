import type { ChaosResult } from './chaos.ts';
import { poisonPerStrike } from './faults.ts';

/** How many events a worker handles at once (`concurrency` of a subscription). */
const concurrentEmails = 8;

/** The violated invariants, such as `lostEvents: 3`. */
export function violations({ strikes, deadLetters, invariants }: ChaosResult): string[] {
  const strikesOf = (name: string) => strikes.get(name) ?? 0;
  const { orders: _, unsentEmails, ...others } = invariants;
  // A delivery is recorded before its e-mail is sent: those in progress at a kill stay recorded as SENDING.
  const interruptions = strikesOf('kill -9 notification') + strikesOf('kill -9 of PostgreSQL');
  const numbers = {
    ...others,
    unsentEmails: Math.max(0, unsentEmails - interruptions * concurrentEmails),
    missingPoison: strikesOf('poison messages') * poisonPerStrike - deadLetters.poison,
  };
  return Object.entries(numbers)
    .filter(([, value]) => value !== 0)
    .map(([name, value]) => `${name}: ${value}`);
}

/** The faults of a run and their results, as a table. */
export function table(driver: string, result: ChaosResult): string {
  const { strikes, deliveries, deadLetters, invariants, seconds } = result;
  const rows = [
    ...[...strikes].map(([name, times]) => [name, times]),
    ['events received', deliveries.received],
    ['redeliveries', deliveries.redeliveries],
    ['duplicates', deliveries.duplicates],
    ['poison messages dead-lettered', deadLetters.poison],
    ['dead letters redriven', deadLetters.redriven],
    ...Object.entries(invariants),
    ['seconds', Math.round(seconds)],
  ];
  const width = Math.max(...rows.map(([name]) => String(name).length));
  const lines = rows.map(([name, value]) => `  ${String(name).padEnd(width)}  ${value}`);
  const violated = violations(result);
  return [
    driver,
    ...lines,
    violated.length > 0 ? `VIOLATED: ${violated.join(', ')}` : 'All invariants hold.',
  ].join('\n');
}
