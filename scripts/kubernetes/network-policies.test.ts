import { describe, expect, it } from 'vitest';
import { containerSpecs } from '../testing/env-schemas.ts';
import { deploymentOf } from './testing/environment.ts';
import { createReach, type End, type Port } from './testing/reach.ts';
import { canRender, type Manifest, overlays, render } from './testing/render.ts';

const http = { number: 4_000, name: 'http' };
const metrics = { number: 9_464, name: 'metrics' };
const [postgresql, amqp] = [{ number: 5_432 }, { number: 5_672 }];
const namespace = (name: string): End => ({ labels: {}, namespace: name });
const internet: End = { labels: {}, isInternet: true };

describe.skipIf(!canRender).each(overlays)('the network of %s', (overlay) => {
  const manifests = render(`overlays/${overlay}`);
  const reaches = createReach(manifests);
  const pods = new Map<string, End>(
    manifests
      .filter(({ kind }) => ['Deployment', 'Job', 'Cluster'].includes(kind))
      .map(({ metadata, spec }): [string, End] => [
        metadata.name,
        { labels: (spec?.template?.metadata ?? spec?.inheritedMetadata)?.labels ?? {} },
      ]),
  );
  // As the operator labels its pods.
  pods.set('rabbitmq', {
    labels: { 'app.kubernetes.io/name': 'rabbitmq', 'app.kubernetes.io/component': 'rabbitmq' },
  });
  const pod = (name: string): End => {
    const found = pods.get(name);
    if (!found) throw new Error(`There is no pod ${name}.`);
    return found;
  };
  const processes = containerSpecs().map(deploymentOf);
  const graphs = processes.filter((name) => name.endsWith('-graph'));
  const reachedBy = (to: string, port: Port) =>
    [...pods.keys()].filter((from) => from !== to && reaches(pod(from), pod(to), port)).sort();
  const uses = (secret: string) =>
    manifests
      .filter((one: Manifest) => ['Deployment', 'Job'].includes(one.kind))
      .filter(({ spec }) => JSON.stringify(spec).includes(`"${secret}"`))
      .map(({ metadata }) => metadata.name)
      .sort();

  it('only the gateway reaches subgraphs', () => {
    expect(graphs.length).toBeGreaterThan(5);
    for (const graph of graphs)
      expect([graph, reachedBy(graph, http)]).toEqual([graph, ['gateway']]);
  });

  it('clients reach the gateway through the ingress controller, its port for clients and nothing else', () => {
    const ingress = namespace('ingress-nginx');
    expect(reaches(ingress, pod('gateway'), http)).toBe(true);
    expect(reaches(ingress, pod('gateway'), metrics)).toBe(false);
    for (const name of pods.keys()) {
      const open = [http, metrics, postgresql, amqp].filter((port) =>
        reaches(ingress, pod(name), port),
      );
      expect([name, open]).toEqual([name, name === 'gateway' ? [http] : []]);
    }
    expect(reachedBy('gateway', http)).toEqual(
      ['order-graph', 'order-worker'].filter((name) => reaches(pod(name), pod('gateway'), http)),
    );
  });

  it('each database and the bus are reached by what has their secret, and by nothing else', () => {
    const databases = [...pods.keys()].filter((name) => name.endsWith('-postgres'));
    expect(databases.length).toBeGreaterThan(5);
    for (const name of databases)
      expect([name, reachedBy(name, postgresql)]).toEqual([name, uses(`${name}-app`)]);
    expect(reachedBy('rabbitmq', amqp)).toEqual(uses('rabbitmq-default-user'));
    expect(reachedBy('redis', { number: 6_379 })).toEqual([]);
    expect(reaches(pod('gateway'), pod('redis'), { number: 6_379, name: 'redis' } as never)).toBe(
      true,
    );
  });

  it('Prometheus reaches the metrics of every process, and nothing else does', () => {
    for (const name of processes) {
      expect([name, reaches(namespace('monitoring'), pod(name), metrics)]).toEqual([name, true]);
      expect([name, reachedBy(name, metrics)]).toEqual([name, []]);
    }
  });

  it('every pod of the shop resolves names, and only those that need it reach the internet', () => {
    const dns: End = { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };
    for (const name of [...processes, 'order-migrate'])
      expect([name, reaches(pod(name), dns, { number: 53 })]).toEqual([name, true]);
    const open = (port: number) =>
      processes.filter((name) => reaches(pod(name), internet, { number: port }));
    expect(open(443).sort()).toEqual(['order-graph', 'order-worker', 'webhook-worker']);
    expect(open(587)).toEqual(expect.arrayContaining(['notification-worker']));
    expect(open(22)).toEqual(['webhook-worker']);
  });
});
