import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { root } from '../../root.ts';

type Labels = Readonly<Record<string, string>>;

/** Which pods a policy, a budget or a peer means. */
export type Selector = {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly { key: string; operator: string; values: string[] }[];
};

type Probe = { readonly httpGet?: { readonly path: string; readonly port: string } };

export type Container = {
  readonly image: string;
  readonly args?: readonly string[];
  readonly env: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
  }[];
  readonly envFrom?: readonly { readonly configMapRef: { readonly name: string } }[];
  readonly ports?: readonly { readonly name: string }[];
  readonly securityContext?: object;
  readonly resources: { readonly requests: object; readonly limits: { readonly memory: string } };
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly startupProbe?: Probe;
};

export type PodTemplate = {
  readonly metadata: { readonly labels: Labels };
  readonly spec: {
    readonly containers: readonly [Container];
    readonly automountServiceAccountToken?: boolean;
    readonly securityContext?: object;
    readonly terminationGracePeriodSeconds?: number;
    readonly topologySpreadConstraints?: readonly object[];
  };
};

/** Who may connect, and to which ports. */
export type Rule = {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly { readonly port: number | string; readonly endPort?: number }[];
};
export type Peer = {
  readonly podSelector?: Selector;
  readonly namespaceSelector?: Selector;
  readonly ipBlock?: object;
};

/** The parts of specs that tests look at. */
export type Spec = {
  readonly replicas?: number;
  readonly template?: PodTemplate;
  readonly selector?: Selector;
  readonly podSelector?: Selector;
  readonly policyTypes?: readonly string[];
  readonly ingress?: readonly Rule[];
  readonly egress?: readonly Rule[];
  readonly inheritedMetadata?: { readonly labels: Labels };
  readonly scaleTargetRef?: { readonly name: string };
  readonly metrics?: readonly {
    readonly external?: { readonly metric: { readonly name: string; readonly selector: Selector } };
  }[];
  readonly ports?: readonly { readonly targetPort: string }[];
  readonly rules?: readonly object[];
};

/** A resource of Kubernetes. */
export type Manifest = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Labels };
  readonly spec?: Spec;
  readonly data?: Readonly<Record<string, string>>;
};

export const overlays = ['development', 'production'] as const;

/** Programs that render kustomizations, and how those that are new enough state their version: kubectl from 1.24 on. */
const renderers = [
  {
    render: ['kubectl', 'kustomize'],
    version: ['version', '--client'],
    isNew: /Kustomize Version: v[4-9]/,
  },
  { render: ['kustomize', 'build'], version: ['version'], isNew: /v[4-9]\./ },
] as const;

/** The installed command that renders kustomizations. Without one, prints one loud line. */
function findRenderer() {
  const found = renderers.find(({ render: [program], version, isNew }) =>
    isNew.test(spawnSync(program, version, { encoding: 'utf8' }).stdout ?? ''),
  );
  if (!found)
    console.warn('\n!!! kubectl 1.24 is not installed: tests of Kubernetes are SKIPPED !!!\n');
  return found?.render;
}

const renderer = findRenderer();
export const canRender = renderer !== undefined;

/** Renders a kustomization below deploy/k8s as `kubectl apply -k` does. */
export function render(folder: string): Manifest[] {
  if (!renderer) return [];
  const [program, command] = renderer;
  const path = join(root, 'deploy/k8s', folder);
  const text = execFileSync(program, [command, path], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
}

/** Returns the pods of deployments and jobs. */
export const templatesOf = (manifests: readonly Manifest[]): PodTemplate[] =>
  manifests.flatMap(({ kind, spec }) =>
    ['Deployment', 'Job'].includes(kind) && spec?.template ? [spec.template] : [],
  );

/** Returns the container of a deployment or job. Throws when there is none. */
export function containerOf(manifests: readonly Manifest[], kind: string, name: string): Container {
  const found = manifests.find((one) => one.kind === kind && one.metadata.name === name);
  if (!found?.spec?.template) throw new Error(`There is no ${kind} ${name}.`);
  return found.spec.template.spec.containers[0];
}
