import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export const fetchOutcomes = ['ok', 'errors', 'failed', 'rejected', 'cancelled'] as const;
/**
 * How a fetch ended: with data alone, with errors of the subgraph, without a response, not sent because the circuit is
 * open, or because the client has gone.
 */
export type FetchOutcome = (typeof fetchOutcomes)[number];
const supergraphOutcomes = ['loaded', 'refused'] as const;
type CircuitState = 'open' | 'half-open' | 'closed';

export type SubgraphMeter = {
  /** Reports a subgraph of the supergraph, whose metrics begin at 0. */
  subgraph(name: string): void;
  /** Reports a fetch from a subgraph. */
  fetched(outcome: FetchOutcome, seconds: number, subgraph: string): void;
  /** Reports that the circuit of a subgraph has changed. */
  circuit(state: CircuitState, subgraph: string): void;
  /** Reports that a supergraph was loaded, or refused. */
  supergraph(outcome: (typeof supergraphOutcomes)[number]): void;
};

/** Creates the metrics of subgraphs, as the gateway sees them. */
export function createSubgraphMeter(registry: Registry): SubgraphMeter {
  const registers = [registry];
  const fetches = new Counter({
    name: 'gateway_fetches_total',
    help: 'Fetches by subgraph and outcome: ok, errors (of the subgraph), failed (no response), rejected (open circuit), cancelled (the client left).',
    labelNames: ['subgraph', 'outcome'],
    registers,
  });
  const duration = new Histogram({
    name: 'gateway_fetch_seconds',
    help: 'Time of a fetch from a subgraph; not of those that were not sent.',
    labelNames: ['subgraph'],
    buckets,
    registers,
  });
  const circuits = new Gauge({
    name: 'gateway_circuit_open',
    help: 'Whether the circuit of a subgraph is open: 1 open, 0.5 half-open, 0 closed.',
    labelNames: ['subgraph'],
    registers,
  });
  const openings = new Counter({
    name: 'gateway_circuit_openings_total',
    help: 'How often the circuit of a subgraph has opened.',
    labelNames: ['subgraph'],
    registers,
  });
  const supergraphs = new Counter({
    name: 'gateway_supergraph_loads_total',
    help: 'New supergraphs by outcome: loaded, refused.',
    labelNames: ['outcome'],
    registers,
  });
  for (const outcome of supergraphOutcomes) supergraphs.inc({ outcome }, 0);

  return {
    subgraph(subgraph) {
      for (const outcome of fetchOutcomes) fetches.inc({ subgraph, outcome }, 0);
      circuits.inc({ subgraph }, 0);
      openings.inc({ subgraph }, 0);
    },
    fetched(outcome, seconds, subgraph) {
      fetches.inc({ subgraph, outcome });
      if (outcome !== 'rejected') duration.observe({ subgraph }, seconds);
    },
    circuit(state, subgraph) {
      circuits.set({ subgraph }, { open: 1, 'half-open': 0.5, closed: 0 }[state]);
      if (state === 'open') openings.inc({ subgraph });
    },
    supergraph: (outcome) => supergraphs.inc({ outcome }),
  };
}
