import { withPasswords } from '@shop/service/env';
import { databaseVariable, migrationsOf, services } from '../postgres/databases.ts';
import { applyMigrations } from './apply-migrations.ts';
import { convertCurrencies } from './convert-currencies.ts';
import { type Resolution, resolveMigration } from './resolve-migration.ts';

const usage = `Usage: npm run migrate -- <service>|all
           Applies pending migrations.
       npm run migrate -- --rolled-back <service> <migration>
       npm run migrate -- --applied <service> <migration>
           Resolves a failed migration: the next run applies it again, or skips it.
       npm run migrate -- --convert-currencies <service>
           Converts amounts that are stored with other decimals than this version reads.
       npm run migrate -- --diff <service> <title>
           Writes the migration that schema.prisma needs and the folder lacks.

Databases: <NAME>_DATABASE_URL. Services: ${services.join(', ')}`;

function urlsOf(names: readonly string[]): string[] {
  const env = withPasswords(process.env);
  const missing = names.map(databaseVariable).filter((variable) => !env[variable]);
  if (missing.length > 0) fail(`Set ${missing.join(', ')}.`);
  return names.map((name) => env[databaseVariable(name)] ?? '');
}

async function apply(names: readonly string[]): Promise<void> {
  if (names.length === 0) fail(usage);
  const urls = urlsOf(names);
  for (const [index, name] of names.entries()) {
    const warn = (text: string) => console.error(`${name}: ${text}`);
    const applied = await applyMigrations(urls[index] ?? '', migrationsOf(name), warn).catch(
      (error: Error) => fail(`${name}: ${error.message}`),
    );
    console.log(`${name}: ${applied.length > 0 ? `applied ${applied.join(', ')}` : 'up to date'}`);
  }
}

async function resolve(resolution: Resolution, name: string, migration: string): Promise<void> {
  const [url = ''] = urlsOf([name]);
  await resolveMigration(url, migrationsOf(name), migration, resolution);
  console.log(`${name}: ${migration} is marked as ${resolution}.`);
}

async function convert(name: string): Promise<void> {
  const [url = ''] = urlsOf([name]);
  const changed = await convertCurrencies(url);
  const list = changed.map(({ code, stored, current }) => `${code} from ${stored} to ${current}`);
  console.log(
    `${name}: ${list.length > 0 ? `converted ${list.join(', ')} decimals` : 'nothing to convert'}`,
  );
}

async function diff(name: string, title: string): Promise<void> {
  // Needs development packages: `scripts/build/build.mjs` leaves it out of the bundle.
  const { writeMigration } = await import('./write-migration.ts');
  const file = await writeMigration(migrationsOf(name), title);
  console.log(file ?? `${name}: the migrations already produce what schema.prisma describes.`);
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

const commands: Readonly<Record<string, (service: string, argument: string) => Promise<void>>> = {
  '--convert-currencies': convert,
  '--diff': diff,
  '--applied': (service, migration) => resolve('applied', service, migration),
  '--rolled-back': (service, migration) => resolve('rolled-back', service, migration),
};

async function run([first = '', service = '', argument = '']: readonly string[]): Promise<void> {
  const command = commands[first];
  if (!command) return apply(services.filter((name) => first === 'all' || first === name));
  const isComplete = argument !== '' || command === convert;
  if (!services.some((name) => name === service) || !isComplete) fail(usage);
  await command(service, argument);
}

await run(process.argv.slice(2)).catch((error) => fail(error.message));
