import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from '../root.ts';

const template = join(root, 'scripts/new-subgraph/template');

/** Writes the files of the template, whose paths and texts `fill` completes, into the repository. */
export function writeTemplate(fill: (text: string) => string): void {
  for (const entry of readdirSync(template, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const target = join(root, fill(relative(template, file)).replace(/\.template$/, ''));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, fill(readFileSync(file, 'utf8')), { flag: 'wx' });
  }
}
