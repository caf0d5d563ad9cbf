import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { parseEnv } from '@shop/service/env';
import { newKeys } from '../keys/keys.ts';
import { root } from '../root.ts';
import { type ProcessSpec, processSpecs } from '../start/environment.ts';

/** The schema of an environment. */
export type EnvSchema = Parameters<typeof parseEnv>[0];

/** The processes of the shop as containers run them, each with the variables it needs. */
export const containerSpecs = (): ProcessSpec[] =>
  processSpecs({
    ports: {},
    databaseUrls: {},
    bus: { driver: 'rabbitmq', url: 'amqp://x' },
    smtpUrl: undefined,
    mailbox: '',
    supergraph: '',
    keys: newKeys(),
    logLevel: 'info',
    nodeEnv: 'production',
  });

/** Returns the schema of a process's own `env.ts`. */
export async function schemaOf({ kind, folder }: ProcessSpec): Promise<EnvSchema> {
  const module = await import(pathToFileURL(join(root, folder, 'env.ts')).href);
  return module[`${kind}Env`];
}

/** The variables that a schema names. */
export function variablesOf(schema: EnvSchema): string[] {
  const { def } = schema as unknown as { def: Record<string, unknown> };
  if (def['type'] === 'object') return Object.keys(def['shape'] as object);
  const inner = [def['left'], def['right'], def['in']].filter((one) => one !== undefined);
  return inner.flatMap((one) => variablesOf(one as EnvSchema));
}
