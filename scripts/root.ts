import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Only the top folder has this file, in a clone as in a container. */
const mark = 'turbo.json';

function find(folder: string): string {
  if (existsSync(join(folder, mark))) return folder;
  if (dirname(folder) === folder) throw new Error(`There is no ${mark} above ${import.meta.url}.`);
  return find(dirname(folder));
}

/** The folder of the repository, from the source as from the bundle. */
export const root = find(dirname(fileURLToPath(import.meta.url)));
