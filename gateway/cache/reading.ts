import { createHash } from 'node:crypto';
import { parse } from 'graphql';
import type { Asked, Policy } from '../access/policy.ts';
import { readSources, type Sources } from './sources.ts';

type Supergraph = { readonly id: string; readonly sources: Sources };
const supergraphs = new WeakMap<Policy, Supergraph>();

function supergraphOf(policy: Policy): Supergraph {
  const known = supergraphs.get(policy);
  if (known) return known;
  const sdl = policy.supergraphSdl;
  const id = createHash('sha256').update(sdl).digest('base64url');
  const read = { id, sources: readSources(parse(sdl)) };
  supergraphs.set(policy, read);
  return read;
}

export type Reading = {
  /** Of the supergraph that the operation was judged by. */
  readonly supergraph: string;
  /** Every subgraph whose data the operation may show. */
  readonly subgraphs: readonly string[];
  /** Those that answer its root fields. */
  readonly atRoot: readonly string[];
};

const readings = new WeakMap<Asked['operation'], readonly [Policy, Reading]>();

/** Which subgraphs an operation reads. */
export function readingOf(policy: Policy, asked: Asked): Reading {
  const [of, known] = readings.get(asked.operation) ?? [];
  if (known && of === policy) return known;
  const { id, sources } = supergraphOf(policy);
  const { coordinates } = policy.reached(asked);
  const root = policy.schema.getRootType(asked.operation.operation)?.name;
  const from = (some: readonly string[]) =>
    [...new Set(some.flatMap((coordinate) => sources.get(coordinate) ?? []))].sort();
  const reading = {
    supergraph: id,
    subgraphs: from(coordinates),
    atRoot: from(coordinates.filter((one) => one.startsWith(`${root}.`))),
  };
  readings.set(asked.operation, [policy, reading]);
  return reading;
}
