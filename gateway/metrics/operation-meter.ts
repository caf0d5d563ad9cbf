import type { ApolloServerPlugin } from '@apollo/server';
import { errorCodes } from '@shop/schema';
import { addToLogContext } from '@shop/service';
import { Counter, Histogram, type Registry } from 'prom-client';
import type { GatewayContext } from '../context.ts';
import type { CachedUse } from './cached-use.ts';
import { type ClientProgram, createClientNames, type Header, unnamed } from './client-names.ts';
import { deprecatedIn } from './deprecated-fields.ts';
import { otherValue } from './label-values.ts';
import { createOperationNames } from './operation-names.ts';
import { removeSeries } from './remove-series.ts';
import { eachRootField } from './root-fields.ts';

/** From a cached response to one that many subgraphs and a wait for an order take part in. */
const buckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export type OperationMeterOptions = {
  /** Names of client programs that always have labels of their own. */
  readonly clients?: readonly string[];
  /** Names of operations that always have labels of their own. */
  readonly operations?: ReadonlySet<string>;
};

export type OperationMeter = {
  /** Counts operations by the program that sends them, and what they use; names the program in the log. */
  readonly plugin: ApolloServerPlugin<GatewayContext>;
  /** Counts a query whose cached response is sent without Apollo Server. */
  countCached(header: Header, operation: CachedUse, milliseconds: number): void;
};

/** Operations that run without HTTP are those of REST. */
const rest: ClientProgram = { name: 'rest', version: 'v1' };
/** Of what is not a valid operation. */
const invalid = 'invalid';
/** What the gateway or a subgraph is at fault for. */
const faults = ['INTERNAL_SERVER_ERROR', 'SERVICE_UNAVAILABLE'] as const;

const codeOf = (error: object): string => {
  const { extensions } = error as { readonly extensions?: { readonly code?: unknown } };
  const code = String(extensions?.code);
  return Object.hasOwn(errorCodes, code) || code === faults[0] ? code : otherValue;
};

/**
 * Creates the metrics of operations: by name, client program and root field. Labels have few values, whatever clients send.
 */
export function createOperationMeter(
  registry: Registry,
  { clients = [], operations: knownOperations = new Set() }: OperationMeterOptions = {},
): OperationMeter {
  const { operations, deprecated, duration, errors, rootFields } = register(registry);
  const programOf = createClientNames({
    known: clients,
    onRemove: ({ name: client, version }) =>
      void removeSeries([operations, deprecated], { client, version }),
  });
  const labelOf = createOperationNames({
    known: knownOperations,
    onRemove: (operation) => void removeSeries([duration, errors], { operation }),
  });
  /** The names of REST are its own. */
  const nameOf = (name: string | undefined, isOfClient: boolean): string =>
    name !== undefined && !isOfClient ? name : labelOf(name);

  const clientOf = (header: Header): ClientProgram => {
    const program = programOf(header);
    const { name: client, version: clientVersion } = program;
    if (client !== unnamed.name) addToLogContext({ client, clientVersion });
    return program;
  };

  const plugin: ApolloServerPlugin<GatewayContext> = {
    async contextCreationDidFail({ error }) {
      errors.inc({ operation: invalid, code: codeOf(error) });
    },
    async requestDidStart({ request }) {
      const start = performance.now();
      const { http } = request;
      const { name: client, version } = http
        ? clientOf((header) => http.headers.get(header))
        : rest;
      return {
        async didResolveOperation({ schema, document }) {
          for (const field of deprecatedIn(schema, document)) {
            deprecated.inc({ field, client, version });
          }
        },
        async willSendResponse({ operation, document, schema, response: { body } }) {
          const result = resultOf(body);
          const type = operation?.operation ?? invalid;
          const label = !operation ? invalid : nameOf(operation.name?.value, Boolean(http));
          operations.inc({ type, client, version, outcome: outcomeOf(operation, result) });
          duration.observe({ operation: label, type }, (performance.now() - start) / 1_000);
          countErrors(errors, label, result);
          if (!operation || !document || type === 'subscription') return;
          eachRootField(schema, { document, operation }, result, (field, outcome) =>
            rootFields.inc({ field, outcome }),
          );
        },
      };
    },
  };

  return {
    plugin,
    countCached(header, operation, milliseconds) {
      const { name: client, version } = clientOf(header);
      const type = 'query';
      operations.inc({ type, client, version, outcome: 'ok' });
      const label = labelOf(operation.operationName ?? undefined);
      duration.observe({ operation: label, type }, milliseconds / 1_000);
      for (const field of operation.deprecated) deprecated.inc({ field, client, version });
      for (const field of operation.rootFields) rootFields.inc({ field, outcome: 'ok' });
    },
  };
}

/** Counts each code once, and those of faults from 0. */
function countErrors(errors: Counter<'operation' | 'code'>, operation: string, result: Result) {
  for (const code of faults) errors.inc({ operation, code }, 0);
  if (!result.errors) return;
  for (const code of new Set(result.errors.map(codeOf))) errors.inc({ operation, code });
}

function register(registry: Registry) {
  const registers = [registry];
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Counter({ name, help, labelNames: [...labelNames], registers });
  return {
    operations: counter(
      'gateway_operations_total',
      'Operations by type, client program and outcome: ok, errors (beside data), failed (no data), invalid (never run).',
      ['type', 'client', 'version', 'outcome'],
    ),
    duration: new Histogram({
      name: 'gateway_operation_seconds',
      help: 'Time of an operation from the parsed request to its response, by its name: other when there are too many.',
      labelNames: ['operation', 'type'],
      buckets,
      registers,
    }),
    errors: counter(
      'gateway_operation_errors_total',
      'Operations whose response has an error of this code, by the name of the operation.',
      ['operation', 'code'],
    ),
    rootFields: counter(
      'gateway_root_fields_total',
      'Root fields that were executed by outcome: ok, refused (userErrors), error (in it or below).',
      ['field', 'outcome'],
    ),
    deprecated: counter(
      'gateway_deprecated_uses_total',
      'Operations that use a deprecated field or argument, by client program.',
      ['field', 'client', 'version'],
    ),
  };
}

type Result = Parameters<typeof eachRootField>[2];
type Body = { readonly singleResult?: object; readonly initialResult?: object };

/** Of a response in parts, the first part counts. */
const resultOf = ({ singleResult, initialResult }: Body): Result =>
  singleResult ?? initialResult ?? {};

function outcomeOf(operation: object | undefined, { data, errors }: Result): string {
  if (!operation) return invalid;
  if (!errors) return 'ok';
  return data ? 'errors' : 'failed';
}
