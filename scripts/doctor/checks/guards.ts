import { type Check, repair } from '../check.ts';
import { guards } from '../guards.ts';

const valid = `
  SELECT conname AS name FROM pg_constraint WHERE convalidated
  UNION SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE indisvalid`;

/** The constraints that guard the invariants exist and are valid. */
export const guardChecks: Check = {
  name: 'guards',
  rule: 'The constraints that keep effects from happening twice exist.',
  async *find({ database }) {
    for (const { database: service, name, effect } of guards) {
      const names = new Set<string>();
      for await (const row of database(service).rows<{ name: string }>(valid)) names.add(row.name);
      if (names.has(name)) continue;
      yield {
        subject: `${service}.${name}`,
        fault: `${service}.${name} is missing or invalid; nothing else guarantees: ${effect}`,
        repair: repair('restore-guard', service, name),
      };
    }
  },
};
