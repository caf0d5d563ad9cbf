import { Counter, Histogram, type Registry } from 'prom-client';

/** From an operation of one field to one that takes the planner as long as the limits allow. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1];

const planResults = ['hit', 'miss'] as const;
const lookupResults = ['hit', 'miss', 'uncacheable', 'unavailable'] as const;
/** Of a lookup; uncacheable are mutations and what no response may be shared of. */
export type CacheLookup = (typeof lookupResults)[number];

export type CacheMeter = {
  /** Reports that an operation had a plan, or how long it has taken to make one. */
  planned(seconds?: number): void;
  /** Reports a lookup in the response cache. */
  lookedUp(result: CacheLookup): void;
  /** Reports that the responses of subgraphs were invalidated. */
  invalidated(subgraphs: readonly string[]): void;
};

/** Creates the metrics of the caches of the gateway. */
export function createCacheMeter(registry: Registry): CacheMeter {
  const registers = [registry];
  const plans = new Counter({
    name: 'gateway_plan_lookups_total',
    help: 'Operations by result: hit (compiled before), miss (planned and compiled now).',
    labelNames: ['result'],
    registers,
  });
  const planning = new Histogram({
    name: 'gateway_plan_seconds',
    help: 'Time to plan and compile an operation.',
    buckets,
    registers,
  });
  const lookups = new Counter({
    name: 'gateway_response_cache_lookups_total',
    help: 'Lookups by result: hit, miss, uncacheable, unavailable (the store).',
    labelNames: ['result'],
    registers,
  });
  const invalidations = new Counter({
    name: 'gateway_response_cache_invalidations_total',
    help: 'How often the cached responses of a subgraph were invalidated.',
    labelNames: ['subgraph'],
    registers,
  });
  for (const result of planResults) plans.inc({ result }, 0);
  for (const result of lookupResults) lookups.inc({ result }, 0);

  return {
    planned(seconds) {
      plans.inc({ result: seconds === undefined ? 'hit' : 'miss' });
      if (seconds !== undefined) planning.observe(seconds);
    },
    lookedUp: (result) => lookups.inc({ result }),
    invalidated(subgraphs) {
      for (const subgraph of subgraphs) invalidations.inc({ subgraph });
    },
  };
}
