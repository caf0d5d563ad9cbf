import type { Registry } from 'prom-client';
import { type CacheMeter, createCacheMeter } from './cache-meter.ts';
import {
  createOperationMeter,
  type OperationMeter,
  type OperationMeterOptions,
} from './operation-meter.ts';
import { createRefusalMeter, type RefusalMeter } from './refusal-meter.ts';
import { createSubgraphMeter, type SubgraphMeter } from './subgraph-meter.ts';
import { createSubscriptionMeter, type SubscriptionMeter } from './subscription-meter.ts';

/** What the gateway counts. */
export type GatewayMeter = OperationMeter &
  SubgraphMeter &
  CacheMeter &
  RefusalMeter &
  SubscriptionMeter;

/** Creates the metrics of the gateway in a registry. Labels have few values, whatever clients send. */
export function createGatewayMeter(
  registry: Registry,
  options?: OperationMeterOptions,
): GatewayMeter {
  const operations = createOperationMeter(registry, options);
  const caches = createCacheMeter(registry);
  return {
    ...operations,
    ...caches,
    ...createSubgraphMeter(registry),
    ...createRefusalMeter(registry),
    ...createSubscriptionMeter(registry),
    countCached(header, operation, milliseconds) {
      operations.countCached(header, operation, milliseconds);
      caches.lookedUp('hit');
    },
  };
}
