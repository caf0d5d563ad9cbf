import * as apps from 'kubernetes-models/apps/v1';
import * as autoscaling from 'kubernetes-models/autoscaling/v2';
import * as batch from 'kubernetes-models/batch/v1';
import * as networking from 'kubernetes-models/networking.k8s.io/v1';
import * as policy from 'kubernetes-models/policy/v1';
import * as core from 'kubernetes-models/v1';
import { customResources } from './custom-resources.ts';
import type { Manifest } from './render.ts';

type Model = { readonly prototype: { validate(): void } };

/** The schemas that Kubernetes 1.27 publishes, as validators. */
const models = {
  ...{ v1: core, 'apps/v1': apps, 'autoscaling/v2': autoscaling, 'batch/v1': batch },
  ...{ 'networking.k8s.io/v1': networking, 'policy/v1': policy },
} as unknown as Readonly<Record<string, Readonly<Record<string, Model | undefined>>>>;

/** Returns a view of a value that records the paths that are read. */
function recording<T>(value: T, path: string, read: Set<string>): T {
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get(target, key) {
      const inner = Reflect.get(target, key);
      if (typeof key === 'symbol') return inner;
      read.add(`${path}/${key}`);
      return recording(inner, `${path}/${key}`, read);
    },
  });
}

/** All paths of a value. */
const pathsOf = (value: unknown, path = ''): string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [
        `${path}/${key}`,
        ...pathsOf(inner, `${path}/${key}`),
      ])
    : [];

/**
 * Validates a resource. The validators ignore unknown fields, which are typing errors most of the time: a field that the
 * validator has not read is a fault too.
 */
export function faultsOf(manifest: Manifest): string[] {
  const { apiVersion, kind, metadata } = manifest;
  const name = `${kind} ${metadata.name}`;
  const custom = customResources[`${apiVersion} ${kind}`];
  if (custom) {
    const issues = custom.safeParse(manifest.spec).error?.issues ?? [];
    return issues.map(({ path, message }) => `${name} ${path.join('/')}: ${message}`);
  }
  const model = models[apiVersion]?.[kind];
  if (!model) return [`${name}: no schema of ${apiVersion}`];
  const read = new Set<string>();
  try {
    model.prototype.validate.call(recording(manifest, '', read));
  } catch (error) {
    return [`${name}: ${(error as Error).message}`];
  }
  const unknown = pathsOf(manifest).filter((path) => !read.has(path));
  return unknown.map((path) => `${name} ${path}: unknown field`);
}
