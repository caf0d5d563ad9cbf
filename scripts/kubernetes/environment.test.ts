import { parseEnv } from '@shop/service/env';
import { describe, expect, it } from 'vitest';
import { containerSpecs, schemaOf, variablesOf } from '../testing/env-schemas.ts';
import { deploymentOf, environmentOf } from './testing/environment.ts';
import { canRender, overlays, render } from './testing/render.ts';

const specs = containerSpecs();
/** Of Node and the image. */
const ofImage = ['NODE_OPTIONS', 'ENTRY'];
/** Their schema is chosen by PAYMENT_PROVIDER. */
const ofProviders = ['TEST_PROVIDER_WEBHOOK_URL', 'STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRETS'];

describe.skipIf(!canRender).each(overlays)('the environment of pods in %s', (overlay) => {
  const manifests = render(`overlays/${overlay}`);

  it.each(specs)('the process of $name starts with what its pod has', async (spec) => {
    const { env } = environmentOf(manifests, deploymentOf(spec));
    const schema = await schemaOf(spec);
    expect(() => parseEnv(schema, env)).not.toThrow();
    expect(env['NODE_ENV']).toBe('production');
    // Where it could not start, or would work differently, without.
    expect(Object.keys(env)).toEqual(
      expect.arrayContaining(Object.keys(spec.env).filter((name) => !unused.includes(name))),
    );
  });

  it('the processes of order start with Stripe as the payment provider', async () => {
    const own = specs.filter(({ service }) => service === 'order');
    expect(own).toHaveLength(2);
    for (const spec of own) {
      const { env } = environmentOf(manifests, deploymentOf(spec));
      const schema = await schemaOf(spec);
      expect(() => parseEnv(schema, { ...env, PAYMENT_PROVIDER: 'stripe' })).not.toThrow();
    }
  });

  it.each(specs)('the pod of $name has no secret that its process does not read', async (spec) => {
    const { secrets } = environmentOf(manifests, deploymentOf(spec));
    const names = [...variablesOf(await schemaOf(spec)), ...Object.keys(spec.env)];
    if (spec.service === 'order') names.push(...ofProviders);
    const read = [...names, ...names.map((name) => name.replace(/_URL$/, '_PASSWORD'))];
    expect(secrets.length).toBeGreaterThan(0);
    expect(secrets.filter((name) => !read.includes(name))).toEqual([]);
  });

  it('every variable that is set is read by some process', async () => {
    const read = new Set([...ofImage, ...ofProviders]);
    for (const spec of specs) {
      const names = [...variablesOf(await schemaOf(spec)), ...Object.keys(spec.env)];
      for (const name of names) read.add(name);
    }
    const isRead = (name: string) =>
      read.has(name) ||
      read.has(name.replace(/_PASSWORD$/, '_URL')) ||
      /^[A-Z_]+_SUBGRAPH_URL$/.test(name);
    const set = specs.flatMap((spec) =>
      Object.keys(environmentOf(manifests, deploymentOf(spec)).env),
    );
    expect([...new Set(set)].filter((name) => !isRead(name))).toEqual([]);
  });

  it('no secret is in a ConfigMap or in a plain value', () => {
    const secret = /_(KEYS?|SECRETS?|PASSWORD|TOKEN)"?:"?[^{"]|:\/\/[^/"@]+:[^/"@]+@/;
    const plain = manifests.map((one) => JSON.stringify([one.data, one.spec?.template]));
    expect(plain.filter((text) => secret.test(text ?? ''))).toEqual([]);
    expect(manifests.filter(({ kind }) => kind === 'Secret')).toEqual([]);
  });
});

/** Of the embedded shop, or the image's own. */
const unused = [
  'HOST',
  'APOLLO_TELEMETRY_DISABLED',
  'MAILBOX_DIR',
  'SUPERGRAPH_PATH',
  'WEBHOOK_ALLOWED_NETWORKS',
];
