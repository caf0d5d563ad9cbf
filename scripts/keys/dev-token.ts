import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Role, roles } from '@shop/schema';
import { readOptions } from '../start/options.ts';
import { newAccessToken } from './access-token.ts';
import { readOrCreateKeys } from './keys.ts';

// Prints an access token: node --import tsx scripts/dev-token.ts [customer|staff|admin]
const wanted = (process.argv[2] ?? 'customer').toUpperCase();
const role = roles.find((name): name is Role => name === wanted);
const file = join(readOptions([], process.env).dataDir, 'keys.json');
if (!role) fail(`Name a role: ${roles.join(', ').toLowerCase()}`);
if (!existsSync(file)) fail('There are no keys yet: run npm start first.');
console.log(newAccessToken((await readOrCreateKeys(file)).access, role));

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
