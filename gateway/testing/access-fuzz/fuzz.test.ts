import { expect, it } from 'vitest';
import { createFederated } from './federated.ts';
import { fuzz } from './fuzz.ts';
import { createMonolith } from './monolith.ts';

// Each run takes another path; a failure names the seed, and `npm run fuzz -- 3000 <seed>` repeats it.
const seed = Date.now() % 2 ** 31;
const operations = 3_000;

it(`${operations} random operations (seed ${seed}) end as on a monolith with the same shield, and no subgraph resolves a forbidden field`, {
  timeout: 180_000,
}, async () => {
  console.log(`seed ${seed}`);
  const federated = await createFederated();
  const tally = await fuzz(federated, createMonolith(federated.schema), { seed, operations });
  await federated.stop();
  expect(tally.operations).toBe(operations);
  // A run that has seen nothing proves nothing.
  expect(tally.mutations).toBeGreaterThan(operations / 10);
  expect(tally.denied).toBeGreaterThan(operations / 5);
  expect(tally.allowed).toBeGreaterThan(operations / 5);
  expect(tally.plannerFaults).toBeLessThan(operations / 100);
});
