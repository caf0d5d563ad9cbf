import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// What is installed? Node's own modules only: this runs before `npm ci`.

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** What the installed packages depend on: the lock file and the ABI of native add-ons. */
export function lockStamp(root) {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return createHash('sha256').update(lock).update(process.versions.modules).digest('hex');
}

/**
 * Whether somebody has installed what the lock file says, with a plain `npm ci` or `npm install`.
 * npm notes what it installed; packages of other platforms are optional, and rightly missing.
 */
export function isInstalled(root) {
  try {
    const wanted = readJson(join(root, 'package-lock.json')).packages;
    const present = readJson(join(root, 'node_modules', '.package-lock.json')).packages;
    return Object.entries(wanted).every(([path, { version, optional }]) => {
      if (!path.includes('node_modules/')) return true;
      return present[path] ? present[path].version === version : optional === true;
    });
  } catch {
    return false;
  }
}
