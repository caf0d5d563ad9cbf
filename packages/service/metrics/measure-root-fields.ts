import type { GraphQLSchema } from 'graphql';
import type { IMiddlewareFunction, IMiddlewareTypeMap } from 'graphql-middleware';
import { Counter, Histogram, type Registry } from 'prom-client';

/** From a row that is in memory to a mutation that waits for a payment provider. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const outcomes = ['ok', 'refused', 'error'] as const;
type Outcome = (typeof outcomes)[number];

/** A mutation that was refused has `userErrors`; shield returns a denial instead of throwing it. */
function outcomeOf(result: unknown): Outcome {
  if (result instanceof Error) return 'error';
  const { userErrors } = (result ?? {}) as { readonly userErrors?: readonly unknown[] };
  return userErrors && userErrors.length > 0 ? 'refused' : 'ok';
}

/**
 * Returns middleware that measures the resolvers of root fields, `_entities` included. What a field returns is resolved
 * afterwards and is not part of it.
 */
export function measureRootFields(registry: Registry, schema: GraphQLSchema): IMiddlewareTypeMap {
  const fields = new Counter({
    name: 'subgraph_root_fields_total',
    help: 'Root fields resolved by outcome: ok, refused (userErrors), error.',
    labelNames: ['field', 'outcome'],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'subgraph_root_field_seconds',
    help: 'Time of the resolver of a root field.',
    labelNames: ['field'],
    buckets,
    registers: [registry],
  });
  const measured = (field: string): IMiddlewareFunction => {
    for (const outcome of outcomes) fields.inc({ field, outcome }, 0);
    return async (resolve, parent, args, context, info) => {
      const start = performance.now();
      let outcome: Outcome = 'error';
      try {
        const result = await resolve(parent, args, context, info);
        outcome = outcomeOf(result);
        return result;
      } finally {
        fields.inc({ field, outcome });
        seconds.observe({ field }, (performance.now() - start) / 1_000);
      }
    };
  };
  const types = [schema.getQueryType(), schema.getMutationType()].filter((type) => !!type);
  return Object.fromEntries(
    types.map((type) => [
      type.name,
      Object.fromEntries(
        Object.keys(type.getFields()).map((field) => [field, measured(`${type.name}.${field}`)]),
      ),
    ]),
  );
}
