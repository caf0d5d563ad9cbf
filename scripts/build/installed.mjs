import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// What is installed? Node's own modules only: this runs before `npm ci`.

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/**
 * Whether what the lock file says is installed, by whomever. npm notes what it has installed, when it
 * is done; packages of other platforms are optional, and rightly missing.
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
