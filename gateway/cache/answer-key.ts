import { createHash } from 'node:crypto';
import { type DocumentNode, print } from 'graphql';
import type { Asked } from '../access/policy.ts';
import type { Reader } from './reader.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url');

/** Documents are parsed once and then shared, so each is printed once. */
const texts = new WeakMap<DocumentNode, string>();

function textOf(document: DocumentNode): string {
  const text = texts.get(document) ?? sha256(print(document));
  texts.set(document, text);
  return text;
}

/** The same value always as the same text, in whatever order its keys were sent. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, sorted(one)]));
};

export type AnswerParts = {
  readonly supergraph: string;
  readonly asked: Asked;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly reader: Reader;
  /** Of the subgraphs the answer is read from. */
  readonly generations: readonly string[];
};

/** Everything that an answer depends on, in a digest. Variables that are not declared change nothing. */
export function answerKey({
  supergraph,
  asked,
  variables,
  reader,
  generations,
}: AnswerParts): string {
  const given = (asked.operation.variableDefinitions ?? []).flatMap(({ variable }) => {
    const name = variable.name.value;
    return Object.hasOwn(variables, name) ? [[name, sorted(variables[name])]] : [];
  });
  const name = asked.operation.name?.value ?? null;
  return sha256(
    JSON.stringify([supergraph, textOf(asked.document), name, given, reader, generations]),
  );
}
