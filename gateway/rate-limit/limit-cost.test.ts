import { expect, it } from 'vitest';
import type { GatewayContext } from '../context.ts';
import { testEnv } from '../testing/test-gateway.ts';
import { takeForFetches } from './limit-cost.ts';
import { createRateLimits } from './rate-limits.ts';

const address = '203.0.113.7';

/** Returns what is left for anonymous clients after one request with this number of fetches. */
async function left(fetches: number, variables = {}) {
  const rateLimits = createRateLimits(testEnv(variables));
  takeForFetches(rateLimits)(fetches, { viewer: undefined, address } as GatewayContext);
  return (await rateLimits.byViewer(undefined, address))?.remaining;
}

it.each([
  [5, 299],
  [6, 298],
  [20, 296],
])('a plan with %i fetches leaves %i of 300 requests', async (fetches, expected) => {
  expect(await left(fetches)).toBe(expected);
});

it('fetches do not count when cost does not', async () => {
  expect(await left(20, { RATE_LIMIT_COST_UNIT: '0' })).toBe(299);
});
