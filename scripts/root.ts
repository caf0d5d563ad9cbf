import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Only the repository's folder has this file, in a clone and in a container. */
const marker = 'turbo.json';

function find(folder: string): string {
  if (existsSync(join(folder, marker))) return folder;
  if (dirname(folder) === folder)
    throw new Error(`There is no ${marker} above ${import.meta.url}.`);
  return find(dirname(folder));
}

/** The folder of the repository, for the sources and for the bundles. */
export const root = find(dirname(fileURLToPath(import.meta.url)));
