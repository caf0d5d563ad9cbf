import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isObjectType,
  isUnionType,
  parse,
  validate,
} from 'graphql';
import type { Operation } from './serve-shielded.ts';

export type Field = GraphQLField<unknown, unknown>;

/** The random choices of one operation, and its variables. */
export type Choices = {
  readonly random: () => number;
  chance(likelihood: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Declares a variable, under this name if it is free, and returns it with its `$`. `undefined` gives it no value. */
  variable(type: string, value: unknown, name?: string): string;
};

/** How operations are written: likelihoods from 0 to 1, and texts, which are empty for none. */
export type Style = {
  readonly mutation: number;
  /** Of a fragment in place of a field, on an object type and on an abstract one. */
  readonly fragment: { readonly onObject: number; readonly onAbstract: number };
  readonly inlineFragment: number;
  readonly typename: number;
  /** Selections of one selection set at most. */
  maxSelections(depth: number): number;
  operationName(): string;
  /** A field of an object is left out. */
  isFull(): boolean;
  /** `alias: ` of a field, of `__typename` without one. */
  alias(field?: Field): string;
  arguments(field: Field): string;
  /** `@skip` or `@include` of a field, of a fragment without one. */
  condition(field?: Field): string;
  /** What a selection set needs besides its selections. */
  complete(selections: readonly string[]): string;
};

const maxDepth = 5;

function writeOperation(
  schema: GraphQLSchema,
  random: () => number,
  styleOf: (choices: Choices) => Style,
): Operation {
  const fragments: string[] = [];
  const variables = new Map<string, { type: string; value: unknown }>();
  const chance = (likelihood: number) => random() < likelihood;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const style = styleOf({
    ...{ random, chance, pick },
    variable(type, value, preferred) {
      const isFree = preferred !== undefined && !variables.has(preferred);
      const name = isFree ? preferred : `v${variables.size}`;
      variables.set(name, { type, value });
      return `$${name}`;
    },
  });

  function writeField(field: Field, depth: number): string {
    const type = getNamedType(field.type);
    if (isCompositeType(type) && (depth >= maxDepth || style.isFull())) return '__typename';
    const alias = style.alias(field);
    const body = isCompositeType(type) ? ` ${writeSelections(type, depth + 1)}` : '';
    return `${alias}${field.name}${style.arguments(field)}${style.condition(field)}${body}`;
  }

  /** Returns the types that overlap with this one: possible type conditions of a fragment on it. */
  function overlapping(type: GraphQLCompositeType): readonly GraphQLCompositeType[] {
    const possible = isObjectType(type) ? [type] : schema.getPossibleTypes(type);
    return [...possible, ...possible.flatMap((one) => one.getInterfaces())];
  }

  function writeFragment(type: GraphQLCompositeType, depth: number): string {
    const on = pick(overlapping(type));
    const body = writeSelections(on, depth + 1);
    if (chance(style.inlineFragment)) return `... on ${on.name}${style.condition()} ${body}`;
    const name = `F${fragments.length}`;
    fragments.push(`fragment ${name} on ${on.name} ${body}`);
    return `...${name}${style.condition()}`;
  }

  function writeSelections(type: GraphQLCompositeType, depth: number): string {
    const fields = isUnionType(type) ? [] : Object.values(type.getFields());
    const { onObject, onAbstract } = style.fragment;
    const wantsFragment = isObjectType(type) ? onObject : onAbstract;
    const count = 1 + Math.floor(random() * style.maxSelections(depth));
    const selections = Array.from({ length: count }, () => {
      if (chance(style.typename)) return chance(0.5) ? '__typename' : `${style.alias()}__typename`;
      if (depth < maxDepth && (fields.length === 0 || chance(wantsFragment))) {
        return writeFragment(type, depth);
      }
      return fields.length > 0 ? writeField(pick(fields), depth) : '__typename';
    });
    return `{ ${selections.join(' ')}${style.complete(selections)} }`;
  }

  const mutation = schema.getMutationType();
  const kind = mutation && chance(style.mutation) ? 'mutation' : 'query';
  const root = kind === 'query' ? schema.getQueryType() : mutation;
  const body = root ? writeSelections(root, 0) : '';
  const declared = [...variables].map(([name, { type }]) => `$${name}: ${type}`).join(', ');
  const head = `${kind} ${style.operationName()}${declared && `(${declared})`}`;
  const text = `${head} ${body} ${fragments.join(' ')}`;
  const given = [...variables].filter(([, { value }]) => value !== undefined);
  return {
    query: text.startsWith('query  {') ? text.slice('query  '.length) : text,
    variables: Object.fromEntries(given.map(([name, { value }]) => [name, value])),
  };
}

const maxAttempts = 200;

/** Returns a random operation that is valid for the schema; `{ __typename }` when many attempts are not. */
export function randomOperation(
  schema: GraphQLSchema,
  random: () => number,
  styleOf: (choices: Choices) => Style,
): Operation {
  for (let n = 0; n < maxAttempts; n++) {
    const operation = writeOperation(schema, random, styleOf);
    // Two branches may select one response key in conflicting ways, which GraphQL forbids.
    if (validate(schema, parse(operation.query)).length === 0) return operation;
  }
  return { query: '{ __typename }' };
}
