import { isObject } from '../../operation/is-object.ts';
import type { Data } from './query-plan.ts';

type Take = (value: unknown) => unknown;

const move: Take = (value) => value;

/** Returns a copy of a JSON value. */
const copy: Take = (value) => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copy);
  const copied: Data = {};
  for (const key in value) {
    if (key !== '__proto__') copied[key] = copy((value as Data)[key]);
  }
  return copied;
};

function mergeValues(present: unknown, value: unknown, take: Take): unknown {
  if (isObject(present) && isObject(value)) {
    mergeObjects(present, value, take);
    return present;
  }
  const areLists = Array.isArray(present) && Array.isArray(value);
  if (!areLists || present.length !== value.length) return take(value);
  for (let n = 0; n < value.length; n++) present[n] = mergeValues(present[n], value[n], take);
  return present;
}

function mergeObjects(target: Data, source: Data, take: Take): void {
  for (const key in source) {
    const value = source[key];
    // Assigning `__proto__` would change the object itself.
    if (value === undefined || key === '__proto__') continue;
    target[key] =
      typeof value === 'object' && value !== null ? mergeValues(target[key], value, take) : value;
  }
}

/**
 * Merges an object that nothing else uses into another: its parts become parts of the target. Lists of the same
 * length merge by position; every other value replaces the present one.
 */
export const mergeInto = (target: Data, source: Data): void => mergeObjects(target, source, move);

/** Merges a copy of an object into another, so that both may change apart afterwards. */
export const mergeCopyInto = (target: Data, source: Data): void =>
  mergeObjects(target, source, copy);
