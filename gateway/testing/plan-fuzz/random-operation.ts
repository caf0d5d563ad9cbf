import {
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isUnionType,
  parse,
  validate,
} from 'graphql';
import type { Operation } from '../serve-shielded.ts';

const maxDepth = 5;
/** Names that query plans or JavaScript use too, and names of other fields. */
const aliases = [
  'id',
  'sku',
  'name',
  'price',
  '_entities',
  '__typename',
  '__proto__',
  'toString',
  'constructor',
];

const literals: Readonly<Record<string, string>> = { Int: '2', Float: '1.5', Boolean: 'true' };

function literalOf(type: GraphQLInputType): string {
  if (isNonNullType(type)) return literalOf(type.ofType);
  if (isListType(type)) return `[${literalOf(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? 'null';
  if (!isInputObjectType(type)) return literals[type.name] ?? '"text"';
  const fields = Object.values(type.getFields()).filter(isRequiredInputField);
  return `{ ${fields.map(({ name, type: inner }) => `${name}: ${literalOf(inner)}`).join(' ')} }`;
}

class Writer {
  readonly #schema: GraphQLSchema;
  readonly #random: () => number;
  readonly #fragments: string[] = [];
  readonly #variables = new Map<string, { type: string; value: unknown }>();
  #fields = 0;

  constructor(schema: GraphQLSchema, random: () => number) {
    this.#schema = schema;
    this.#random = random;
  }

  write(): Operation {
    const mutation = this.#schema.getMutationType();
    const kind = mutation && this.#chance(0.15) ? 'mutation' : 'query';
    const root = kind === 'query' ? this.#schema.getQueryType() : mutation;
    const body = root ? this.#selection(root, 0) : '';
    const declared = [...this.#variables].map(([name, { type }]) => `$${name}: ${type}`).join(', ');
    const head = `${kind} ${this.#chance(0.5) ? 'Fuzz' : ''}${declared && `(${declared})`}`;
    const text = `${head} ${body} ${this.#fragments.join(' ')}`;
    const query = text.startsWith('query  {') ? text.slice('query  '.length) : text;
    const given = [...this.#variables].filter(([, { value }]) => value !== undefined);
    return {
      query,
      variables: Object.fromEntries(given.map(([name, { value }]) => [name, value])),
    };
  }

  #chance = (likelihood: number) => this.#random() < likelihood;
  #pick = <T>(list: readonly T[]): T => list[Math.floor(this.#random() * list.length)] as T;

  #variable(type: string, value: unknown): string {
    const name = `v${this.#variables.size}`;
    this.#variables.set(name, { type, value });
    return `$${name}`;
  }

  #condition(): string {
    if (!this.#chance(0.12)) return '';
    const value = this.#chance(0.5);
    const choice = this.#random();
    const given =
      choice < 0.3
        ? value
        : choice < 0.8
          ? this.#variable('Boolean!', value)
          : this.#variable(`Boolean! = ${value}`, undefined);
    return ` @${this.#pick(['skip', 'include'])}(if: ${given})`;
  }

  #argument({ name, type }: GraphQLArgument): string {
    const isId = String(getNamedType(type)) === 'ID' || name === 'first';
    if (isId && !isListType(type) && this.#chance(0.5)) {
      const value = name === 'first' ? 2 : 'text';
      return `${name}: ${this.#variable(String(type), value)}`;
    }
    return `${name}: ${literalOf(type)}`;
  }

  #arguments({ args }: GraphQLField<unknown, unknown>): string {
    const given = args.filter((arg) => isRequiredArgument(arg) || this.#chance(0.3));
    return given.length > 0 ? `(${given.map((arg) => this.#argument(arg)).join(', ')})` : '';
  }

  #field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const type = getNamedType(field.type);
    if (isCompositeType(type) && (depth >= maxDepth || this.#fields > 25)) return '__typename';
    this.#fields++;
    const unique = field.args.length > 0 || this.#chance(0.15);
    const alias = unique ? `${this.#chance(0.2) ? this.#pick(aliases) : `a${this.#fields}`}: ` : '';
    const body = isCompositeType(type) ? ` ${this.#selection(type, depth + 1)}` : '';
    return `${alias}${field.name}${this.#arguments(field)}${this.#condition()}${body}`;
  }

  /** Returns the types that overlap with this one: possible type conditions of a fragment on it. */
  #overlapping(type: GraphQLCompositeType): readonly GraphQLCompositeType[] {
    const possible = isObjectType(type) ? [type] : this.#schema.getPossibleTypes(type);
    return [...possible, ...possible.flatMap((one) => one.getInterfaces())];
  }

  #fragment(type: GraphQLCompositeType, depth: number): string {
    const on = this.#pick(this.#overlapping(type));
    const body = this.#selection(on, depth + 1);
    if (this.#chance(0.6)) return `... on ${on.name}${this.#condition()} ${body}`;
    const name = `F${this.#fragments.length}`;
    this.#fragments.push(`fragment ${name} on ${on.name} ${body}`);
    return `...${name}${this.#condition()}`;
  }

  #selection(type: GraphQLCompositeType, depth: number): string {
    const fields = isUnionType(type) ? [] : Object.values(type.getFields());
    const wantsFragment = isObjectType(type) ? 0.1 : 0.6;
    const count = 1 + Math.floor(this.#random() * 4);
    const parts = Array.from({ length: count }, () => {
      if (this.#chance(0.06)) return this.#chance(0.5) ? '__typename' : 't: __typename';
      if (depth < maxDepth && (fields.length === 0 || this.#chance(wantsFragment))) {
        return this.#fragment(type, depth);
      }
      return fields.length > 0 ? this.#field(this.#pick(fields), depth) : '__typename';
    });
    return `{ ${parts.join(' ')} }`;
  }
}

const attempts = 50;

/** Returns a random operation that is valid for the schema. */
export function randomOperation(schema: GraphQLSchema, random: () => number): Operation {
  for (let n = 0; n < attempts; n++) {
    const operation = new Writer(schema, random).write();
    // Two branches may select one response key in conflicting ways, which GraphQL forbids.
    if (validate(schema, parse(operation.query)).length === 0) return operation;
  }
  return { query: '{ __typename }' };
}
