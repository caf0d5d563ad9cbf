import { databaseVariable, migrationsOf, services } from './databases.ts';
import { migrate } from './migrations.ts';

// npm run migrate -- <service>|all, with <NAME>_DATABASE_URL in the environment.
const [wanted] = process.argv.slice(2);
const chosen = services.filter((name) => wanted === 'all' || wanted === name);
const missing = chosen.map(databaseVariable).filter((variable) => !process.env[variable]);
if (chosen.length === 0) fail(`Name one of: ${services.join(', ')}, all`);
if (missing.length > 0) fail(`Set ${missing.join(', ')}`);

for (const name of chosen) {
  const url = process.env[databaseVariable(name)] ?? '';
  const applied = await migrate(url, migrationsOf(name)).catch((error) => fail(error.message));
  console.log(`${name}: ${applied.length > 0 ? `applied ${applied.join(', ')}` : 'up to date'}`);
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
