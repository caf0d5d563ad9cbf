import { chanceOf } from './world.ts';

/** What goes wrong in subgraphs; what it is depends on the content of requests alone, so that repeating changes nothing. */
export type Faults = {
  readonly seed: string;
  /** Chance of a field that fails, of an entity that is not found, of a value that does not fit. */
  readonly field: number;
  readonly entity: number;
  readonly value: number;
  /** Subgraphs that respond to no request, or with too few entities. */
  readonly down: readonly string[];
  readonly short: readonly string[];
};

export const noFaults: Faults = { seed: '', field: 0, entity: 0, value: 0, down: [], short: [] };

export const fails = (chance: number, { seed }: Faults, at: string): boolean =>
  chance > 0 && chanceOf(`${seed} ${at}`) < chance;

const strange = [null, 5, 'x', [], {}, true];

const isTypeName = (value: unknown): boolean =>
  typeof value === 'string' && /^[A-Z]\w*[a-z]\w*$/.test(value);

/** The list of entities, and type names: what fails with a wrong one differs, and no GraphQL server returns one. */
const isKept = (key: string, value: unknown): boolean => key === '_entities' || isTypeName(value);

/** Replaces some values of a response by others that do not fit. */
export function damage(value: unknown, faults: Faults): unknown {
  if (faults.value === 0 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => damage(one, faults));
  const text = JSON.stringify(value);
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => {
      if (isKept(key, one) || !fails(faults.value, faults, `${text} ${key}`)) {
        return [key, damage(one, faults)];
      }
      return [key, strange[Math.floor(chanceOf(`${text} ${key}!`) * strange.length)]];
    }),
  );
}
