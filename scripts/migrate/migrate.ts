import { databaseVariable, migrationsOf, services } from '../postgres/databases.ts';
import { migrate } from './migrations.ts';
import { writeMigration } from './write-migration.ts';

const usage = `Usage: migrate <service>|all            applies what is missing; reads <NAME>_DATABASE_URL
       migrate --diff <service> <title>  writes the migration that schema.prisma is ahead by

Services: ${services.join(', ')}`;

async function diff(service = '', title = ''): Promise<void> {
  if (!services.some((name) => name === service) || title === '') fail(usage);
  const file = await writeMigration(migrationsOf(service), title);
  console.log(file ?? `${service}: the migrations make what schema.prisma says`);
}

async function apply(wanted: string | undefined): Promise<void> {
  const chosen = services.filter((name) => wanted === 'all' || wanted === name);
  if (chosen.length === 0) fail(usage);
  const missing = chosen.map(databaseVariable).filter((variable) => !process.env[variable]);
  if (missing.length > 0) fail(`Set ${missing.join(', ')}`);
  for (const name of chosen) {
    const url = process.env[databaseVariable(name)] ?? '';
    const warn = (text: string) => console.error(`${name}: ${text}`);
    const applied = await migrate(url, migrationsOf(name), warn);
    console.log(`${name}: ${applied.length > 0 ? `applied ${applied.join(', ')}` : 'up to date'}`);
  }
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

const [first, ...rest] = process.argv.slice(2);
await (first === '--diff' ? diff(...rest) : apply(first)).catch((error) => fail(error.message));
