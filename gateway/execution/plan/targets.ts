import { isObject } from '../../operation/is-object.ts';
import { type Data, MalformedData } from './query-plan.ts';

/** Response keys, and `@` for each element of a list. */
export type FlattenPath = readonly string[];
export type ClientPath = readonly (string | number)[];

const element = '@';

type Visit = (object: Data, keys: ClientPath) => void;

const malformed = (path: FlattenPath) =>
  new MalformedData(
    `A subgraph has responded with another value than planned at ${path.join('.')}.`,
  );

/**
 * Visits the objects at a path. Nulls have none, and neither has a value of a leaf; the response has a null there.
 * `keys` is how each is reached, where it is asked for. Throws `MalformedData` when the response has a list where the
 * plan has an object, or something else where it has a list.
 */
function walk(value: unknown, path: FlattenPath, at: number, visit: Visit, keys?: ClientPath) {
  if (value === null || value === undefined) return;
  const key = path[at];
  if (key === undefined) {
    if (isObject(value)) visit(value, keys ?? []);
  } else if (Array.isArray(value) !== (key === element)) {
    throw malformed(path);
  } else if (Array.isArray(value)) {
    value.forEach((one, n) => {
      walk(one, path, at + 1, visit, keys && [...keys, n]);
    });
  } else if (isObject(value)) walk(value[key], path, at + 1, visit, keys && [...keys, key]);
}

/** Returns the objects at a path below some others, in the order of the response. */
export function targetsAt(parents: readonly Data[], path: FlattenPath): Data[] {
  const targets: Data[] = [];
  for (const parent of parents) walk(parent, path, 0, (object) => void targets.push(object));
  return targets;
}

/** Returns where in the response the objects at a path are. */
export function locate(root: Data, path: FlattenPath): ReadonlyMap<Data, ClientPath> {
  const places = new Map<Data, ClientPath>();
  walk(root, path, 0, (object, keys) => void places.set(object, keys), []);
  return places;
}
