import { expect, it } from 'vitest';
import type { ChaosResult } from './chaos.ts';
import { poisonOfStrike } from './faults.ts';
import { failures } from './report.ts';

const result = (verdict: object, poison = poisonOfStrike) =>
  ({
    faults: new Map([
      ['kill -9 notification', 1],
      ['kill -9 of PostgreSQL', 1],
      ['poison messages', 1],
    ]),
    buried: { poison, redriven: 3 },
    verdict: { orders: 61, lostEvents: 0, unsentMails: 0, ...verdict },
  }) as unknown as ChaosResult;

it('chaos allows as many unsent mails as its interruptions had in hand, and nothing else', () => {
  expect(failures(result({ unsentMails: 16 }))).toEqual([]);
  expect(failures(result({ unsentMails: 17 }))).toEqual(['unsentMails: 1']);
  expect(failures(result({ lostEvents: 2 }))).toEqual(['lostEvents: 2']);
  expect(failures(result({}, poisonOfStrike - 1))).toEqual(['missingPoison: 1']);
});
