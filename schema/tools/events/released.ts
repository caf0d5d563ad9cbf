import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { eventTypes } from '../../events/events.ts';
import { breaksOf } from './breaks.ts';
import { dataContract, envelopeContract, type JsonSchema } from './contract.ts';

/** Contracts by event type; the envelope under its own name. */
export type Contracts = Readonly<Record<string, JsonSchema>>;

const envelopeName = 'envelope';

/** Returns the contract of every version as the code defines it now. */
export const currentContracts = (): Contracts => ({
  [envelopeName]: envelopeContract(),
  ...Object.fromEntries(eventTypes.map((type) => [type, dataContract(type)])),
});

/** Returns the changes that break a version released into `folder`, a line each. */
export function brokenReleases(folder: string, current: Contracts): string[] {
  const names = existsSync(folder)
    ? readdirSync(folder).map((file) => basename(file, '.json'))
    : [];
  return names.flatMap((name) => {
    const contract = current[name];
    const file = join(folder, `${name}.json`);
    if (!contract) {
      return [
        `${name}: a shipped version was deleted. Once no service publishes it and no outbox or queue holds it, delete ${file} too.`,
      ];
    }
    return breaksOf(JSON.parse(readFileSync(file, 'utf8')), contract, name);
  });
}

/** Returns the names of the contracts that are not released into `folder` yet. */
export const unreleased = (folder: string, current: Contracts): string[] =>
  Object.keys(current).filter((name) => !existsSync(join(folder, `${name}.json`)));

/** Writes the contracts that are not released yet and leaves the others unchanged. Returns the written names. */
export function releaseNew(folder: string, current: Contracts): string[] {
  mkdirSync(folder, { recursive: true });
  const names = unreleased(folder, current);
  for (const name of names) {
    writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(current[name], null, 2)}\n`);
  }
  return names;
}
