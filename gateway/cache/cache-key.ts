import { createHash } from 'node:crypto';
import { type DocumentNode, print } from 'graphql';
import type { OperationRequest } from '../operation/operation-request.ts';
import type { CacheAudience } from './audience.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url');

/** Requests share parsed documents, so each is printed once. */
const hashes = new WeakMap<DocumentNode, string>();

function hashOf(document: DocumentNode): string {
  const hash = hashes.get(document) ?? sha256(print(document));
  hashes.set(document, hash);
  return hash;
}

/** Makes equal values the same text, in whatever order their keys were sent. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, sorted(one)]));
};

export type CacheKeyParts = {
  readonly supergraphHash: string;
  readonly request: OperationRequest;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly audience: CacheAudience;
  /** Of the subgraphs that the response is read from. */
  readonly generations: readonly string[];
};

/** Returns a digest of everything that a response depends on. Undeclared variables change nothing. */
export function cacheKey(parts: CacheKeyParts): string {
  const { supergraphHash, request, variables, audience, generations } = parts;
  const declared = (request.operation.variableDefinitions ?? []).flatMap(({ variable }) => {
    const name = variable.name.value;
    return Object.hasOwn(variables, name) ? [[name, sorted(variables[name])]] : [];
  });
  const name = request.operation.name?.value ?? null;
  const document = hashOf(request.document);
  return sha256(JSON.stringify([supergraphHash, document, name, declared, audience, generations]));
}
