import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import own from '../package.json' with { type: 'json' };

/**
 * Creates the registry of a service, with the metrics that every process has: CPU, memory, event loop, garbage collection,
 * and what was built. `revision` is the commit of the image.
 */
export function createMetrics(service: string, revision = 'unknown'): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'shop_build_info',
    help: 'Always 1; the labels are the version, the commit of the image, and the version of Node.',
    labelNames: ['version', 'revision', 'node'],
    registers: [registry],
  }).set({ version: own.version, revision, node: process.version }, 1);
  return registry;
}
