import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { services } from '../postgres/databases.ts';
import { root } from '../root.ts';
import { containerSpecs } from '../testing/env-schemas.ts';
import { deploymentOf } from './testing/environment.ts';
import { selects } from './testing/reach.ts';
import {
  canRender,
  containerOf,
  type Manifest,
  overlays,
  render,
  templatesOf,
} from './testing/render.ts';
import { faultsOf } from './testing/schemas.ts';

const specs = containerSpecs();
const drainMs = 6_000;
/** After which a process that stops is cut off. */
const stopMs = 15_000;

describe.skipIf(!canRender).each(overlays)('the overlay %s', (overlay) => {
  const manifests = render(`overlays/${overlay}`);
  const ofKind = (kind: string) => manifests.filter((one) => one.kind === kind);
  const named = (kind: string, name: string) =>
    ofKind(kind).find(({ metadata }) => metadata.name === name);
  const processes = () =>
    ofKind('Deployment').filter(({ metadata }) =>
      /^(gateway|graph|worker)$/.test(metadata.labels?.['app.kubernetes.io/component'] ?? ''),
    );
  const namesOf = (list: readonly Manifest[]) => list.map(({ metadata }) => metadata.name).sort();

  it('every resource is valid, and has no unknown field', () => {
    expect(manifests.length).toBeGreaterThan(60);
    expect(manifests.flatMap(faultsOf)).toEqual([]);
  });

  it('the resources have no fault that the validation would overlook', () => {
    const changed = (kind: string, name: string, change: object) => {
      const found = named(kind, name);
      return faultsOf({ ...(found as Manifest), spec: { ...found?.spec, ...change } });
    };
    expect(changed('Deployment', 'order-graph', { replica: 2 })).toEqual([
      'Deployment order-graph /spec/replica: unknown field',
    ]);
    expect(changed('Deployment', 'order-graph', { selector: undefined })[0]).toMatch('selector');
    expect(changed('Cluster', 'order-postgres', { instance: 3 })).toHaveLength(1);
  });

  it('there is a deployment for every process of the shop, with its image and entry, and for no other', () => {
    expect(namesOf(processes())).toEqual(specs.map(deploymentOf).sort());
    for (const spec of specs) {
      const container = containerOf(manifests, 'Deployment', deploymentOf(spec));
      expect(container.image).toMatch(new RegExp(`(^|/)shop/${spec.service}(:v\\d.*)?$`));
      const entry = container.env.find(({ name }) => name === 'ENTRY');
      expect(entry?.value ?? 'main').toBe(spec.entry);
    }
  });

  it('each service migrates its own database alone, with the image of the tools', () => {
    expect(namesOf(ofKind('Job'))).toEqual(services.map((name) => `${name}-migrate`).sort());
    expect(namesOf(ofKind('Cluster'))).toEqual(services.map((name) => `${name}-postgres`).sort());
    for (const name of services) {
      const container = containerOf(manifests, 'Job', `${name}-migrate`);
      expect(container.args).toEqual([name]);
      const secrets = container.env.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef ?? []);
      expect(secrets).toEqual([{ name: `${name}-postgres-app`, key: 'uri' }]);
    }
  });

  it('no pod runs as root, writes to its file system or has a capability or a token of Kubernetes', () => {
    for (const { spec } of templatesOf(manifests)) {
      expect(spec.automountServiceAccountToken).toBe(false);
      expect(spec.securityContext).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      for (const { securityContext, resources } of spec.containers) {
        expect(securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
        expect(Object.keys(resources.requests)).toEqual(['cpu', 'memory']);
        expect(resources.limits.memory).toMatch(/^\d+Mi$/);
      }
    }
  });

  it('every process has probes on the paths it serves, and time to drain and stop', () => {
    const drain = Number(
      ofKind('ConfigMap').find(({ data }) => data?.['DRAIN_MS'])?.data?.['DRAIN_MS'],
    );
    expect(drain).toBe(drainMs);
    for (const { spec } of templatesOf(processes())) {
      expect((spec.terminationGracePeriodSeconds ?? 0) * 1_000).toBeGreaterThan(drainMs + stopMs);
      expect(spec.topologySpreadConstraints).toHaveLength(2);
      const [{ livenessProbe, readinessProbe, startupProbe, ports }] = spec.containers;
      expect(livenessProbe?.httpGet).toEqual({ path: '/health/live', port: 'metrics' });
      expect(startupProbe?.httpGet).toEqual({ path: '/health/live', port: 'metrics' });
      expect(readinessProbe?.httpGet).toEqual({ path: '/health/ready', port: 'metrics' });
      expect(ports?.map(({ name }) => name)).toEqual(['http', 'metrics']);
    }
  });

  it('every process has a fixed number of replicas or is scaled, and is evicted one pod at a time', () => {
    for (const { metadata, spec } of processes()) {
      const { name } = metadata;
      const isScaled = named('HorizontalPodAutoscaler', name) !== undefined;
      expect([name, spec?.replicas === undefined]).toEqual([name, isScaled]);
      const labels = spec?.template?.metadata.labels ?? {};
      const budgets = ofKind('PodDisruptionBudget').filter((one) =>
        selects(one.spec?.selector ?? {}, labels),
      );
      expect(namesOf(budgets)).toEqual([name]);
    }
  });

  it('workers are scaled by the depth of their own queues, which the adapter serves', () => {
    const adapter = parse(readFileSync(join(root, 'deploy/k8s/adapter.yml'), 'utf8'));
    for (const { metadata, spec } of ofKind('HorizontalPodAutoscaler')) {
      expect(spec?.scaleTargetRef?.name).toBe(metadata.name);
      const external = spec?.metrics?.[0]?.external;
      expect([metadata.name, external !== undefined]).toEqual([
        metadata.name,
        metadata.name.endsWith('-worker'),
      ]);
      if (!external) continue;
      expect(external.metric.name).toBe(adapter.rules.external[0].name.as);
      const worker = specs.find((one) => deploymentOf(one) === metadata.name);
      expect(external.metric.selector.matchLabels).toEqual({ service: worker?.name });
    }
  });

  it('services publish the port for clients alone, and clients reach the gateway alone', () => {
    for (const { spec, metadata } of ofKind('Service')) {
      const ports = spec?.ports?.map(({ targetPort }) => targetPort) ?? [];
      expect([metadata.name, ports.includes('metrics')]).toEqual([metadata.name, false]);
    }
    const backends = JSON.stringify(ofKind('Ingress').map(({ spec }) => spec?.rules));
    expect([...backends.matchAll(/"service":(\{.*?\}\})/g)].map(([, one]) => one)).toEqual([
      '{"name":"gateway","port":{"name":"http"}}',
    ]);
  });
});

it.skipIf(!canRender)(
  'production takes every image of the shop from a registry, with a tag',
  () => {
    const images = JSON.stringify(render('overlays/production')).match(
      /"image":"[^"]*shop\/[^"]*"/g,
    );
    expect(images?.length).toBeGreaterThan(15);
    for (const image of images ?? []) expect(image).toMatch(/registry\.example\/shop\/[a-z-]+:v/);
  },
);
