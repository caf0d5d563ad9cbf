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
import { createAnalyses } from '../limits/analysis.ts';
import { judge } from '../limits/operation-limits.ts';
import { operationLimitVariables } from '../limits/variables.ts';

export const schema = buildSchema(`
  type Query { item: Item, node: Node, things: [Item!], matrix: [[Item]!]
    items(first: Int, last: Int, filter: String): Items, short(first: Int = 3): Items,
    plain(first: Int): [Item], named(first: String): Items, pages: Items }
  type Mutation { rename(name: String): Item }
  interface Node { id: ID }
  type Item implements Node { id: ID, name: String, item: Item, items(first: Int, last: Int): Items }
  type Items { nodes: [Item!]!, edges: [Edge!]!, total: Int, info: Info }
  type Edge { node: Item, cursor: String }
  type Info { more: Boolean }
`);
export const limits = z.object(operationLimitVariables).parse({});
export const analysisOf = createAnalyses();

export const operationsOf = (source: string) => {
  const document = parse(source);
  return document.definitions
    .filter((node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION)
    .map((operation) => ({ document, operation }));
};

/** What is found out about the first operation, which has to be valid. */
export function analyse(source: string) {
  const [asked] = operationsOf(source);
  if (!asked) throw new Error('no operation');
  expect(validate(schema, asked.document).map(({ message }) => message)).toEqual([]);
  return analysisOf(schema, asked.document, asked.operation);
}
/** Code and message of what it is refused with, or `none`. */
export function refusal(source: string, variables = {}): string {
  try {
    judge(analyse(source), limits, variables);
  } catch (error) {
    const { extensions, message } = error as GraphQLError;
    return `${extensions['code']} ${message}`;
  }
  return 'none';
}
