import type { EventBus } from '@shop/messaging';
import type { Database } from './read-databases.ts';

/** Something that is wrong, with what repairs it: a command, or a sentence for what people decide. */
export type Finding = {
  /** What is wrong, by its id: the same in every reading. */
  readonly subject: string;
  readonly fault: string;
  readonly repair: string;
};

/** The shop as it is read at one time. */
export type Reading = {
  /** Returns the database of a service. */
  database(service: string): Database;
  readonly bus: EventBus;
  /** How long orders wait for inventory (PENDING_MINUTES of the order worker). */
  readonly pendingMinutes: number;
};

export type Check = {
  readonly name: string;
  /** What must be true. */
  readonly rule: string;
  /** Yields what breaks the rule; the reader stops at its limit. */
  find(reading: Reading): AsyncIterable<Finding>;
};

/** Creates a check of rows that one query finds in one database. */
export const checkRows = <Row extends object>(
  { name, rule, database, sql }: Pick<Check, 'name' | 'rule'> & { database: string; sql: string },
  toFinding: (row: Row) => Finding,
): Check => ({
  name,
  rule,
  async *find(reading) {
    for await (const row of reading.database(database).rows<Row>(sql)) yield toFinding(row);
  },
});

/** Returns a command of the repair tools. */
export const repair = (...words: readonly string[]): string =>
  `npm run repair -- ${words.join(' ')}`;

/** Returns a command of the event tools. */
export const events = (...words: readonly string[]): string =>
  `npm run events -- ${words.join(' ')}`;
