import { fileURLToPath } from 'node:url';
import { brokenReleases, currentContracts, releaseNew, unreleased } from './events/released.ts';

// Releases new versions of events. With `--check` it fails when a shipped version has changed or a version is
// not released.
const folder = fileURLToPath(new URL('../events/released', import.meta.url));
const current = currentContracts();

const breaks = brokenReleases(folder, current);
for (const line of breaks) console.error(line);
if (breaks.length > 0) {
  console.error('\nA shipped version is frozen: put the change into the next version beside it.');
  process.exitCode = 1;
} else if (process.argv.includes('--check')) {
  const missing = unreleased(folder, current);
  for (const name of missing)
    console.error(`${name}: not released, so nothing protects it from changes`);
  if (missing.length > 0) {
    console.error('\nRun `npm run events:release`.');
    process.exitCode = 1;
  }
} else {
  console.log(releaseNew(folder, current).join('\n') || 'Every version is released.');
}
