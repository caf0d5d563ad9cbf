import { newSecrets } from '../../keys/env-file.ts';
import type { ProcessSpec } from '../../start/environment.ts';
import { containerOf, type Manifest } from './render.ts';

/** The name of the deployment of a process: `order-graph`, `order-worker`, `gateway`. */
export const deploymentOf = ({ service, kind }: ProcessSpec): string =>
  kind === 'gateway' ? service : `${service}-${kind}`;

/** What `npm run keys` prints, and what operators add by hand. */
const keys: Readonly<Record<string, string>> = {
  ...newSecrets(),
  SMTP_PASSWORD: 'p@ss',
  STRIPE_SECRET_KEY: 'sk_live_12345678',
  STRIPE_WEBHOOK_SECRETS: 'whsec_12345678',
};

/** Returns the value of a secret as `npm run keys` and the operators of PostgreSQL and RabbitMQ write it. */
function secretOf(name: string, key: string): string {
  if (name === 'shop-keys' && keys[key]) return keys[key];
  if (name === 'rabbitmq-default-user' && key === 'connection_string')
    return 'amqp://default_user_x:y@rabbitmq.shop.svc:5672/';
  const [, cluster] = /^(.+-postgres)-app$/.exec(name) ?? [];
  if (cluster && key === 'uri') return `postgresql://app:x@${cluster}-rw.shop:5432/app`;
  throw new Error(`Nothing writes ${key} of the secret ${name}.`);
}

/** Returns the environment of the container of a deployment, and which of its variables come from secrets. */
export function environmentOf(manifests: readonly Manifest[], deployment: string) {
  const { env, envFrom = [] } = containerOf(manifests, 'Deployment', deployment);
  const shared = envFrom.map(
    ({ configMapRef }) =>
      manifests.find(
        ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === configMapRef.name,
      )?.data,
  );
  const own = env.map(({ name, value, valueFrom }): [string, string] => {
    const secret = valueFrom?.secretKeyRef;
    return [name, secret ? secretOf(secret.name, secret.key) : (value ?? '')];
  });
  return {
    env: { ...Object.assign({}, ...shared), ...Object.fromEntries(own) } as Record<string, string>,
    secrets: env.filter(({ valueFrom }) => valueFrom).map(({ name }) => name),
  };
}
