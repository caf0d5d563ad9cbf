import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// Runs before `npm ci`: uses Node's own modules only.

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/**
 * Whether the packages of the lock file are installed. npm records what it has installed when it is
 * done; packages of other platforms are optional and may be missing.
 */
export function isInstalled(root) {
  try {
    const required = readJson(join(root, 'package-lock.json')).packages;
    const present = readJson(join(root, 'node_modules', '.package-lock.json')).packages;
    return Object.entries(required).every(([path, { version, optional }]) => {
      if (!path.includes('node_modules/')) return true;
      return present[path] ? present[path].version === version : optional === true;
    });
  } catch {
    return false;
  }
}
