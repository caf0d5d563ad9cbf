import { expect, it } from 'vitest';
import type { ChaosResult } from './chaos.ts';
import { poisonPerStrike } from './faults.ts';
import { violations } from './report.ts';

const result = (invariants: object, poison = poisonPerStrike) =>
  ({
    strikes: new Map([
      ['kill -9 notification', 1],
      ['kill -9 of PostgreSQL', 1],
      ['poison messages', 1],
    ]),
    deadLetters: { poison, redriven: 3 },
    invariants: { orders: 61, lostEvents: 0, unsentEmails: 0, ...invariants },
  }) as unknown as ChaosResult;

it('chaos tolerates as many unsent e-mails as were in progress at its kills, and no other violation', () => {
  expect(violations(result({ unsentEmails: 16 }))).toEqual([]);
  expect(violations(result({ unsentEmails: 17 }))).toEqual(['unsentEmails: 1']);
  expect(violations(result({ lostEvents: 2 }))).toEqual(['lostEvents: 2']);
  expect(violations(result({}, poisonPerStrike - 1))).toEqual(['missingPoison: 1']);
});
