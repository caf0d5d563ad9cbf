import type { ApolloServerPlugin } from '@apollo/server';
import { addToLogContext } from '@shop/service';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { GatewayContext } from '../context.ts';
import { createClientNames, type Header } from './client-names.ts';
import { deprecatedIn } from './deprecated-fields.ts';

/** From a cached response to one that many subgraphs and a wait for an order take part in. */
const buckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What the gateway counts. */
export type GatewayMeter = {
  /** Counts operations by the program that sends them, and the deprecated fields that they use; names both in the log. */
  readonly plugin: ApolloServerPlugin<GatewayContext>;
  /** Counts a query whose cached response is sent without Apollo Server, with the deprecated fields that it uses. */
  countCached(header: Header, deprecated: readonly string[], milliseconds: number): void;
  /** Reports that the circuit of a subgraph has changed. */
  circuit(state: 'open' | 'half-open' | 'closed', subgraph: string): void;
  /** Reports that a supergraph was loaded, or refused. */
  supergraph(outcome: 'loaded' | 'refused'): void;
};

/** Creates the metrics of the gateway in a registry. Labels have few values, whatever clients send. */
export function createGatewayMeter(registry: Registry): GatewayMeter {
  const registers = [registry];
  const operations = new Counter({
    name: 'gateway_operations_total',
    help: 'Operations by type, client program and outcome: ok, errors (beside data), failed (no data), invalid (never run).',
    labelNames: ['type', 'client', 'version', 'outcome'],
    registers,
  });
  const duration = new Histogram({
    name: 'gateway_operation_seconds',
    help: 'Time of an operation from the parsed request to its response.',
    labelNames: ['type'],
    buckets,
    registers,
  });
  const deprecated = new Counter({
    name: 'gateway_deprecated_uses_total',
    help: 'Operations that use a deprecated field or argument, by client program.',
    labelNames: ['field', 'client', 'version'],
    registers,
  });
  const circuits = new Gauge({
    name: 'gateway_circuit_open',
    help: 'Whether the circuit of a subgraph is open: 1 open, 0.5 half-open, 0 closed.',
    labelNames: ['subgraph'],
    registers,
  });
  const supergraphs = new Counter({
    name: 'gateway_supergraph_loads_total',
    help: 'New supergraphs by outcome: loaded, refused.',
    labelNames: ['outcome'],
    registers,
  });
  const programOf = createClientNames();

  return {
    plugin: {
      async requestDidStart({ request }) {
        if (!request.http) return;
        const { headers } = request.http;
        const { name: client, version } = programOf((header) => headers.get(header));
        const start = performance.now();
        if (client !== 'unnamed') addToLogContext({ client, clientVersion: version });
        return {
          async didResolveOperation({ schema, document }) {
            for (const field of deprecatedIn(schema, document)) {
              deprecated.inc({ field, client, version });
            }
          },
          async willSendResponse({ operation, response: { body } }) {
            const type = operation?.operation ?? 'invalid';
            operations.inc({ type, client, version, outcome: outcomeOf(operation, body) });
            duration.observe({ type }, (performance.now() - start) / 1_000);
          },
        };
      },
    },
    countCached(header, deprecatedFields, milliseconds) {
      const { name: client, version } = programOf(header);
      if (client !== 'unnamed') addToLogContext({ client, clientVersion: version });
      for (const field of deprecatedFields) deprecated.inc({ field, client, version });
      operations.inc({ type: 'query', client, version, outcome: 'ok' });
      duration.observe({ type: 'query' }, milliseconds / 1_000);
    },
    circuit(state, subgraph) {
      circuits.set({ subgraph }, { open: 1, 'half-open': 0.5, closed: 0 }[state]);
    },
    supergraph: (outcome) => supergraphs.inc({ outcome }),
  };
}

type Result = { readonly data?: unknown; readonly errors?: unknown };
type Body = { readonly singleResult?: Result; readonly initialResult?: Result };

function outcomeOf(operation: object | undefined, body: Body): string {
  if (!operation) return 'invalid';
  // Of a response in parts, the first part counts.
  const { data, errors } = body.singleResult ?? body.initialResult ?? {};
  if (!errors) return 'ok';
  return data ? 'errors' : 'failed';
}
