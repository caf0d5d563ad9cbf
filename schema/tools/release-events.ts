import { fileURLToPath } from 'node:url';
import { brokenReleases, contractsNow, releaseNew, unreleased } from './events/released.ts';

// `--check` fails when a shipped version of an event has changed or a version is not released; without it
// new versions are released.
const folder = fileURLToPath(new URL('../events/released', import.meta.url));
const now = contractsNow();

const breaks = brokenReleases(folder, now);
for (const line of breaks) console.error(line);
if (breaks.length > 0) {
  console.error('\nA shipped version is frozen: put the change into the next version beside it.');
  process.exitCode = 1;
} else if (process.argv.includes('--check')) {
  const missing = unreleased(folder, now);
  for (const name of missing) console.error(`${name}: not released, nothing keeps it as it is`);
  if (missing.length > 0) {
    console.error('\nnpm run events:release writes them down.');
    process.exitCode = 1;
  }
} else {
  console.log(releaseNew(folder, now).join('\n') || 'every version is released');
}
