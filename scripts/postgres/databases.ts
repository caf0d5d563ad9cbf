import { join } from 'node:path';
import { envPrefix, ownsDatabase, subgraphs, workers } from '@shop/schema';
import pg from 'pg';
import { root } from '../root.ts';

/** Services that own a database and its migrations. */
export const services = [...subgraphs, ...workers].map(({ name }) => name).filter(ownsDatabase);

/** The folder of a service, relative to the repository. */
export const folderOf = (name: string): string =>
  workers.some((worker) => worker.name === name) ? `workers/${name}` : `subgraphs/${name}`;

export const migrationsOf = (name: string): string =>
  join(root, folderOf(name), 'prisma/migrations');

/** Every database: one for each service, and the bus. */
export const databases: readonly string[] = [...services, 'bus'];

export const databaseVariable = (name: string): string => `${envPrefix(name)}_DATABASE_URL`;

/**
 * Creates a database and a login for each name where they are missing. A login owns its database and
 * cannot connect to any other. Returns the URLs by name.
 */
export async function createDatabases(
  adminUrl: string,
  names: readonly string[],
  passwordOf: (name: string) => string,
): Promise<Record<string, string>> {
  const connected = async (work: (client: pg.Client) => Promise<unknown>) => {
    const client = new pg.Client({ connectionString: adminUrl });
    await client.connect();
    await work(client).finally(() => client.end());
  };
  const sql = 'REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC';
  await Promise.all([
    connected((client) => client.query(sql)),
    ...names.map((name) =>
      connected((client) => createDatabase(client, `shop_${name}`, passwordOf(name))),
    ),
  ]);
  return databaseUrlsOf(adminUrl, names, passwordOf);
}

/** Returns the URLs of the databases that `createDatabases` creates, by name. */
export const databaseUrlsOf = (
  adminUrl: string,
  names: readonly string[],
  passwordOf: (name: string) => string,
): Record<string, string> =>
  Object.fromEntries(
    names.map((name) => {
      const url = new URL(adminUrl);
      url.username = `shop_${name}`;
      url.password = passwordOf(name);
      url.pathname = `/shop_${name}`;
      return [name, url.href];
    }),
  );

async function createDatabase(client: pg.Client, name: string, password: string): Promise<void> {
  const id = pg.escapeIdentifier(name);
  const secret = pg.escapeLiteral(password);
  const role = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [name]);
  const verb = role.rowCount === 0 ? 'CREATE' : 'ALTER';
  await client.query(`${verb} ROLE ${id} LOGIN PASSWORD ${secret}`);
  const known = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  if (known.rowCount === 0) await client.query(`CREATE DATABASE ${id} OWNER ${id}`);
  await client.query(`REVOKE ALL ON DATABASE ${id} FROM PUBLIC`);
}
