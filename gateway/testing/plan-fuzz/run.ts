import { fuzzGraph, fuzzGraphs } from './fuzz.ts';

// The long run: npm run fuzz:plans -- [operations per graph] [seed] [random graphs]
const [operations = '1000', seed = String(Date.now() % 2 ** 31), randomGraphs = '10'] =
  process.argv.slice(2);
console.log(`${operations} operations on each graph, seed ${seed}`);
for (const [name, graph] of fuzzGraphs(Number(seed), Number(randomGraphs))) {
  console.log(name, await fuzzGraph(graph, Number(seed), Number(operations)));
}
process.exit(0);
