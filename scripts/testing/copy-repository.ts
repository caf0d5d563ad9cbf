import {
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { root } from '../root.ts';

/** Folders that a copy of the repository does without, or must have of its own. */
const skipped = ['node_modules', '.git', '.data', '.turbo', 'coverage'];

/**
 * Copies the repository to a temporary folder, with its installed packages as hard links where the file
 * system allows them, and with its bundles if `built`. Returns the folder.
 */
export function copyRepository({ built = false } = {}): string {
  const copy = realpathSync(mkdtempSync(join(tmpdir(), 'shop-copy-')));
  const left = new Set(built ? skipped : [...skipped, 'dist']);
  cpSync(root, copy, { recursive: true, filter: (source) => !left.has(basename(source)) });
  linkPackages(copy);
  return copy;
}

/** Links the installed packages into a copy of the repository, as hard links where the file system allows them. */
export function linkPackages(copy: string): void {
  linkTree(join(root, 'node_modules'), join(copy, 'node_modules'));
  for (const folder of workspaces()) {
    const own = join(root, folder, 'node_modules');
    if (existsSync(own)) linkTree(own, join(copy, folder, 'node_modules'));
  }
}

const workspaces = (): string[] =>
  readdirSync(join(root, 'node_modules/@shop')).map((name) =>
    // Relative, such as ../../packages/domain.
    readlinkSync(join(root, 'node_modules/@shop', name)).replaceAll('../', ''),
  );

function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkFile(source, target);
  }
}

function linkFile(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    // Another file system.
    copyFileSync(source, target);
  }
}
