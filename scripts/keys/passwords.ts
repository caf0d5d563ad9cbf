import { randomBytes } from 'node:crypto';
import { envPrefix } from '@shop/schema';
import { services } from '../postgres/databases.ts';

/** The variables of docker-compose.yml that are passwords: of each database's login and of the servers. */
const names = [
  'POSTGRES_PASSWORD',
  ...services.map((name) => `${envPrefix(name)}_DATABASE_PASSWORD`),
  'RABBITMQ_PASSWORD',
  'REDIS_PASSWORD',
];

/** Returns a new password for each variable: hexadecimal, so that it never looks like an option of a command. */
export const passwordVariables = (): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, randomBytes(24).toString('hex')]));
