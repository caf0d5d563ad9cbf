import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function find(folder: string): string {
  if (existsSync(join(folder, 'turbo.json'))) return folder;
  return find(dirname(folder));
}

/** The folder of the repository, from the source as from the bundle. */
export const root = find(dirname(fileURLToPath(import.meta.url)));
