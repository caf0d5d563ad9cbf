import type { GraphQLFormattedError } from 'graphql';
import { isObject } from '../operation/is-object.ts';

type Path = readonly (string | number)[];
type Data = Readonly<Record<string, unknown>>;

/** What a later part of a response adds at a path. */
export type Patch = {
  readonly path: Path;
  readonly data: Data;
  readonly errors?: readonly GraphQLFormattedError[];
};

/**
 * Collects what a whole response has more than its first part, by the objects that receive it. Nothing is added below a null
 * that a missing value has made of an object: clients keep what they have, and the errors say what is missing. The planner
 * may leave to the later part what the first needs, which has a null there then.
 */
function collect(first: unknown, whole: unknown, path: Path, patches: Patch[]): void {
  if (Array.isArray(first) && Array.isArray(whole)) {
    for (const [n, one] of whole.entries()) collect(first[n], one, [...path, n], patches);
  } else if (first === null && isObject(whole)) {
    patches.push({ path, data: whole });
  } else if (isObject(first) && isObject(whole)) {
    const isAdded = (key: string) =>
      !Object.hasOwn(first, key) || (first[key] === null && whole[key] !== null);
    const added = Object.entries(whole).filter(([key]) => isAdded(key));
    if (added.length > 0) patches.push({ path, data: Object.fromEntries(added) });
    for (const [key, value] of Object.entries(first)) {
      if (!isAdded(key)) collect(value, whole[key], [...path, key], patches);
    }
  }
}

const isWithin = (outer: Path, path: Path = []): boolean =>
  outer.every((key, n) => path[n] === key);

/** Returns the index of the innermost patch that an error belongs to. */
function placeOf(patches: readonly Patch[], { path }: GraphQLFormattedError): number {
  let place = -1;
  patches.forEach((patch, n) => {
    const isInner = patch.path.length >= (patches[place]?.path.length ?? 0);
    if (isInner && isWithin(patch.path, path)) place = n;
  });
  return place;
}

/** Returns what a client has to add to the first part of a response, each error beside the data that it explains. */
export function patchesOf(
  first: Data,
  whole: Data | null | undefined,
  errors: readonly GraphQLFormattedError[],
): Patch[] {
  const patches: Patch[] = [];
  collect(first, whole ?? null, [], patches);
  const places = errors.map((error) => placeOf(patches, error));
  const errorsOf = (place: number) => errors.filter((_, n) => places[n] === place);
  const withErrors = (patch: Patch, place: number): Patch => {
    const own = errorsOf(place);
    return own.length > 0 ? { ...patch, errors: own } : patch;
  };
  const other = withErrors({ path: [], data: {} }, -1);
  return [...patches.map(withErrors), ...(other.errors ? [other] : [])];
}
