import { createFederatedShop } from './federated-shop.ts';
import { fuzz } from './fuzz.ts';
import { createMonolithicShop } from './monolithic-shop.ts';

// The long run: npm run fuzz -- [operations] [seed]
const [operations = '50000', seed = String(Date.now() % 2 ** 31)] = process.argv.slice(2);
const federated = await createFederatedShop();
console.log(`${operations} operations, seed ${seed}`);
const tally = await fuzz(federated, createMonolithicShop(federated.schema), {
  operations: Number(operations),
  seed: Number(seed),
});
console.table(tally);
await federated.stop();
