import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { buildSchema, findBreakingChanges } from 'graphql';

/**
 * Fails when schema/api.graphql breaks clients of the version on the main branch (or of the git
 * revision given as argument). A break that is meant is listed in schema/approved-breaks.txt, one
 * description a line, until it is released.
 */
const base = process.argv[2] ?? 'main';
const approvedFile = new URL('../approved-breaks.txt', import.meta.url);

function released(): string | undefined {
  for (const revision of [`origin/${base}`, base, 'HEAD']) {
    try {
      return execFileSync('git', ['show', `${revision}:schema/api.graphql`], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    } catch {
      // Not in this clone; the next one.
    }
  }
  return undefined;
}

const before = released();
if (before === undefined) {
  console.warn('no released schema to compare with');
  process.exit(0);
}
const after = readFileSync(new URL('../api.graphql', import.meta.url), 'utf8');
const approved = new Set(
  existsSync(approvedFile) ? readFileSync(approvedFile, 'utf8').split('\n').filter(Boolean) : [],
);
const breaks = findBreakingChanges(buildSchema(before), buildSchema(after)).filter(
  ({ description }) => !approved.has(description),
);
for (const { type, description } of breaks) console.error(`${type}: ${description}`);
process.exit(breaks.length > 0 ? 1 : 0);
