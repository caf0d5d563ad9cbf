import { readSupergraph } from '@shop/schema/supergraph';
import {
  buildSchema,
  type GraphQLError,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql';
import { expect } from 'vitest';
import { z } from 'zod';
import { createAnalyses } from '../limits/operation-analysis.ts';
import { assertWithinLimits } from '../limits/operation-limits.ts';
import { operationLimitVariables } from '../limits/variables.ts';

export const schema = buildSchema(`
  type Query { item: Item, node: Node, things: [Item!], matrix: [[Item]!]
    items(first: Int, last: Int, filter: String): Items, short(first: Int = 3): Items,
    plain(first: Int): [Item], whole: Whole, named(first: String): Items, pages: Items }
  type Mutation { rename(name: String): Item }
  interface Node { id: ID }
  interface Whole { parts: [Item] }
  type Item implements Node & Whole { id: ID, name: String, item: Item, items(first: Int, last: Int): Items, tags: [Item], parts: [Item] }
  type Other implements Whole { parts: [Item] }
  type Items { nodes: [Item!]!, edges: [Edge!]!, total: Int, info: Info }
  type Edge { node: Item, cursor: String }
  type Info { more: Boolean }
`);
export const limits = z.object(operationLimitVariables).parse({});
const supergraph = readSupergraph(
  parse(`
    schema @link(url: "https://specs.apollo.dev/cost/v0.1", import: [{ name: "@listSize", as: "@bound" }]) { query: Query }
    type Item { tags: [Item] @bound(assumedSize: 3) parts: [Item] @bound(assumedSize: 100) }
    type Other { parts: [Item] @bound(assumedSize: 900) }
  `),
);
export const analysisOf = createAnalyses(() => supergraph);

/** Parses a document and returns each of its operations. */
export const operationsOf = (source: string) => {
  const document = parse(source);
  return document.definitions
    .filter((node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION)
    .map((operation) => ({ document, operation }));
};

/** Returns the first operation of a document, valid or not. */
export function firstOperation(source: string) {
  const [first] = operationsOf(source);
  if (!first) throw new Error('no operation');
  return first;
}

/** Analyses the first operation, which has to be valid. */
export function analyse(source: string) {
  const request = firstOperation(source);
  expect(validate(schema, request.document).map(({ message }) => message)).toEqual([]);
  return analysisOf(schema, request);
}

/** Returns code and message of the error that the work throws, or `none`. */
export function errorOf(work: () => void): string {
  try {
    work();
  } catch (error) {
    const { extensions, message } = error as GraphQLError;
    return `${extensions['code']} ${message}`;
  }
  return 'none';
}

/** Returns code and message with which the limits refuse the first operation, or `none`. */
export const limitError = (source: string, variables = {}): string =>
  errorOf(() => assertWithinLimits(analyse(source), limits, variables));
