import { parseArgs } from 'node:util';
import { composeSupergraph } from '@shop/gateway/testing';
import { type Bar, barChart, writeChart } from '../charts.ts';
import { type Candidate, measure, report } from '../measure.ts';
import { type Send, startExecutor, startStock, startWithAccess } from './candidates.ts';
import { benchSubgraphs, scenarios } from './schemas.ts';
import { startSubgraphs } from './start-subgraphs.ts';
import { reportUntraced, traced } from './traced.ts';

// Compares stock ApolloGateway with the gateway's executor on the public benchmark of federation gateways, in turn. Nothing
// is cached or shared between requests but parsed documents and query plans. Every response is compared, as text.
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    /** Also draws docs/charts/federation.svg. */
    charts: { type: 'boolean' },
  },
});
const { urlOf, stop } = await startSubgraphs();
const supergraph = { supergraphSdl: composeSupergraph(benchSubgraphs), urlOf };

// Before anything is traced.
await reportUntraced();
const stock = await startStock(supergraph);
const executor = await startExecutor(supergraph);
const withMetrics = await startWithAccess(supergraph, { viewers: 2_000, hasMetrics: true });
const servers: Readonly<Record<string, Send>> = {
  'ApolloGateway, stock': stock,
  'our executor': executor,
  'our executor, 1 % of traces': await traced(executor, urlOf(''), 0.01),
  'our executor, all traces': await traced(executor, urlOf(''), 1),
  'with access, 2,000 viewers': await startWithAccess(supergraph, { viewers: 2_000 }),
  'with access, one viewer': await startWithAccess(supergraph, { viewers: 1 }),
  'with access and metrics': withMetrics,
  'with access, metrics, all traces': await traced(withMetrics, urlOf(''), 1),
};
/** The bars of the chart, with stock as 1. */
const drawn: Readonly<Record<string, string>> = {
  'our executor': 'executor',
  'with access, 2,000 viewers': 'with access',
  'with access, metrics, all traces': 'with all',
};

const bars: Bar[] = [];
// Operations of one text each are numbered over all candidates: none is sent twice.
let sent = 0;
for (const [kind, { requests, textOf }] of Object.entries(scenarios)) {
  const expected = await stock(textOf(sent++));
  const candidates = Object.entries(servers).map(
    ([name, send]): Candidate => ({
      name,
      async run() {
        if ((await send(textOf(sent++))) !== expected)
          throw new Error(`another response of ${name}`);
      },
    }),
  );
  console.log(kind);
  const figures = await measure(candidates, { rounds: Number(values.rounds), requests });
  report(figures);
  for (const { name, cpuRatio } of figures) {
    const short = drawn[name];
    if (short)
      bars.push({ name: `${kind}: ${short}`, parts: { 'ApolloGateway, stock, is 1': cpuRatio } });
  }
}
if (values.charts)
  await writeChart('federation', barChart('CPU time of a federated operation', bars));
stop();
process.exit(0);
