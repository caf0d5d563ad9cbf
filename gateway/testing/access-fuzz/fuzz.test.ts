import { testSeed as seed } from '@shop/testing/random';
import { expect, it } from 'vitest';
import { createFederatedShop } from './federated-shop.ts';
import { fuzz } from './fuzz.ts';
import { createMonolithicShop } from './monolithic-shop.ts';

// A failure names the seed, and `npm run fuzz -- 3000 <seed>` repeats the run.
const operations = 3_000;

it(`${operations} random operations (seed ${seed}) return the same results as on a monolith with the same shield, and no subgraph resolves a forbidden field`, async () => {
  console.log(`seed ${seed}`);
  const federated = await createFederatedShop();
  const tally = await fuzz(federated, createMonolithicShop(federated.schema), { seed, operations });
  await federated.stop();
  expect(tally.operations).toBe(operations);
  // A run that covers too little proves nothing.
  expect(tally.mutations).toBeGreaterThan(operations / 10);
  expect(tally.denied).toBeGreaterThan(operations / 5);
  expect(tally.allowed).toBeGreaterThan(operations / 5);
  expect(tally.plannerFaults).toBeLessThan(operations / 300);
});
