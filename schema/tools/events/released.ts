import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { eventTypes } from '../../events/events.ts';
import { breaksOf } from './breaks.ts';
import { dataContract, envelopeContract, type JsonSchema } from './contract.ts';

const envelopeName = 'envelope';

/** The contract of every version as it is now, by type; the envelope under its own name. */
export const contractsNow = (): Record<string, JsonSchema> => ({
  [envelopeName]: envelopeContract(),
  ...Object.fromEntries(eventTypes.map((type) => [type, dataContract(type)])),
});

/** How shipped versions differ from what was released into `folder`, a line each. */
export function brokenReleases(
  folder: string,
  now: Readonly<Record<string, JsonSchema>>,
): string[] {
  const names = existsSync(folder)
    ? readdirSync(folder).map((file) => basename(file, '.json'))
    : [];
  return names.flatMap((name) => {
    const contract = now[name];
    const file = join(folder, `${name}.json`);
    if (!contract) {
      return [
        `${name}: a shipped version is gone; when nobody says or keeps it, delete ${file} too`,
      ];
    }
    return breaksOf(JSON.parse(readFileSync(file, 'utf8')), contract, name);
  });
}

/** The contracts that are not released into `folder` yet. */
export const unreleased = (folder: string, now: Readonly<Record<string, JsonSchema>>): string[] =>
  Object.keys(now).filter((name) => !existsSync(join(folder, `${name}.json`)));

/** Writes the contracts that are not released yet, and changes none that is. Returns their names. */
export function releaseNew(folder: string, now: Readonly<Record<string, JsonSchema>>): string[] {
  mkdirSync(folder, { recursive: true });
  const fresh = unreleased(folder, now);
  for (const name of fresh) {
    writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(now[name], null, 2)}\n`);
  }
  return fresh;
}
