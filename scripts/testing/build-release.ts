import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../root.ts';
import { linkPackages } from './copy-repository.ts';

/** Builds a release from the history of the repository, with the packages of its own lock file. Returns its folder. */
export function buildRelease(release: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'shop-release-')));
  const maxBuffer = 2 ** 30;
  const archive = execFileSync('git', ['archive', release], { cwd: root, maxBuffer });
  execFileSync('tar', ['-x', '-C', folder], { input: archive });
  linkPackages(folder);
  const bootstrap = ['scripts/build/bootstrap.mjs'];
  execFileSync(process.execPath, bootstrap, { cwd: folder, maxBuffer, stdio: 'pipe' });
  return folder;
}

/** Returns the newest release in the history; `undefined` when there is none, or no history. */
export function newestRelease(): string | undefined {
  try {
    const args = ['describe', '--tags', '--abbrev=0', '--match', 'v[0-9]*', 'HEAD^'];
    return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return undefined;
  }
}
