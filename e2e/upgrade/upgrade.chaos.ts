import { newestRelease } from '@shop/scripts/testing';
import { testSeed } from '@shop/testing/random';
import { expect, it } from 'vitest';
import { runUpgrade, violationsOf } from './upgrade.ts';

const release = newestRelease();
if (!release) console.warn('SKIPPED: the history has no release to upgrade from');

it.skipIf(!release)(
  'the previous release runs beside this one on the same databases and queues, and every order is processed once',
  async () => {
    const lines: string[] = [];
    const result = await runUpgrade({
      ...{ release: release ?? '', orders: 100, clients: 4, seed: testSeed },
      log: (line) => void lines.push(line),
    });
    expect(violationsOf(result), lines.join('\n')).toEqual([]);
    expect(result.invariants.orders).toBe(100);
  },
);
