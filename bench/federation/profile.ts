import { Session } from 'node:inspector/promises';
import { parseArgs } from 'node:util';
import { composeSupergraph } from '@shop/gateway/testing';
import { functionsOf, sharesOf } from '../profiling/parts.ts';
import { startWithAccess } from './candidates.ts';
import { benchSubgraphs, scenarios } from './schemas.ts';
import { startSubgraphs } from './start-subgraphs.ts';

// Prints where the time of our executor with access goes, by parts and functions, for one of the operations that
// federation.ts compares.
const { values } = parseArgs({
  options: {
    operation: { type: 'string', default: 'heavy' },
    requests: { type: 'string', default: '1500' },
    functions: { type: 'string', default: '15' },
  },
});
const scenario = scenarios[values.operation];
if (!scenario) throw new Error(`--operation is one of: ${Object.keys(scenarios).join(', ')}`);

const { urlOf, stop } = await startSubgraphs();
const supergraph = { supergraphSdl: composeSupergraph(benchSubgraphs), urlOf };
const send = await startWithAccess(supergraph, { viewers: 2_000 });
let sent = 0;
async function run(requests: number): Promise<void> {
  const end = sent + requests;
  const client = async () => {
    while (sent < end) await send(scenario?.textOf(sent++) ?? '');
  };
  await Promise.all(Array.from({ length: 8 }, client));
}

await run(200);
const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.start');
await run(Number(values.requests));
const { profile } = await session.post('Profiler.stop');
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
console.table(Object.fromEntries(sharesOf(profile).map(([part, share]) => [part, percent(share)])));
for (const [at, share] of functionsOf(profile).slice(0, Number(values.functions))) {
  console.log(`${percent(share)} ${at}`);
}
stop();
process.exit(0);
