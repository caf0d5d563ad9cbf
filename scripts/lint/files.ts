import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.ts';

/** Not part of the repository: the folders of .gitignore. */
const ignored = new Set([
  'node_modules',
  'dist',
  'generated',
  'coverage',
  '.turbo',
  '.data',
  '.git',
]);

/** Paths of all files of the repository, relative to `folder`, which is relative to the repository. */
export const filesOf = (folder = ''): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !ignored.has(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesOf(path) : [path];
    });

/** The text of a file, by its path in the repository. */
export const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');
