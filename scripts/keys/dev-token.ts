import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Role, roles } from '@shop/schema';
import { readOptions } from '../start/options.ts';
import { newAccessToken } from './access-token.ts';
import { readOrCreateKeys } from './keys.ts';

// Prints an access token: npm run dev-token -- [customer|staff|admin]
const requested = (process.argv[2] ?? 'customer').toUpperCase();
const role = roles.find((name): name is Role => name === requested);
const file = join(readOptions([], process.env).dataDir, 'keys.json');
if (!role) fail(`The role must be one of ${roles.join(', ').toLowerCase()}.`);
if (!existsSync(file)) fail('There are no keys yet: run npm start first.');
console.log(newAccessToken((await readOrCreateKeys(file)).access, role));

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
