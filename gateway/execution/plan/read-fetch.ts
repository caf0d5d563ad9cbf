import { mergeCopyInto, mergeInto } from './merge.ts';
import { type Data, type FetchNode, MalformedData } from './query-plan.ts';
import type { Cursor, Run } from './run.ts';
import { clientErrors, type Places } from './subgraph-errors.ts';
import type { SubgraphResponse } from './subgraph-reply.ts';
import { locate } from './targets.ts';

/** Returns the data of a response, if it has any. */
export const dataOf = ({ data }: SubgraphResponse): Data | undefined =>
  typeof data === 'object' && data !== null ? data : undefined;

/** Adds the errors of a response to those of the run. */
export function addErrors(
  run: Run,
  { serviceName }: FetchNode,
  { errors }: SubgraphResponse,
  places: Places,
  isOfEntities: boolean,
): void {
  if (errors === undefined || errors === null) return;
  if (!Array.isArray(errors))
    throw new MalformedData(`${serviceName} has responded with malformed errors.`);
  run.errors.push(...clientErrors(errors, serviceName, places, isOfEntities));
}

/** Merges an object into several: only the last receives the object itself. */
export function mergeIntoAll(targets: readonly Data[], source: Data): void {
  for (let n = 0; n < targets.length - 1; n++) mergeCopyInto(targets[n] as Data, source);
  const last = targets.at(-1);
  if (last) mergeInto(last, source);
}

/** Returns the places of some objects, which are looked up once and only when there are errors. */
export function placesOf({ root }: Run, { path }: Cursor) {
  let all: ReturnType<typeof locate> | undefined;
  return (targets: readonly Data[]) => {
    all ??= locate(root, path);
    const places = all;
    return targets.map((target) => places.get(target) ?? []);
  };
}

/** Returns the entities of a response, one for each representation. */
export function entitiesOf(
  data: Data,
  { serviceName }: FetchNode,
  count: number,
): readonly unknown[] {
  const entities = data['_entities'];
  if (Array.isArray(entities) && entities.length === count) return entities;
  throw new MalformedData(`${serviceName} has not responded with ${count} entities.`);
}
