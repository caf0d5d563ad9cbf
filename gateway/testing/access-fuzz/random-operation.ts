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
import type { Operation } from '../serve-shielded.ts';

const maxDepth = 5;
/** ApolloGateway loses both of these when one is skipped: it fetches their `@requires` together. */
const unconditional = new Set(['shippingCost', 'margin']);
/** Names that query plans or JavaScript use too: key fields, required fields, introspection, prototypes. */
const aliases = [
  ...['id', 'id', 'weight', 'cost', 'amount', 'name', '_entities', 'representations'],
  ...['__typename', '__id', '__proto__', 'constructor', 'toString', 'name__alias_0'],
];
const variableNames = ['representations', '_representations', '__proto__', 'id', 'toString'];
const ids = ['person-0', 'person-2', 'product-1', 'product-3', 'order-0', 'order-2', 'unknown'];

class Writer {
  readonly #schema: GraphQLSchema;
  readonly #random: () => number;
  readonly #fragments: string[] = [];
  readonly #variables = new Map<string, { type: string; value: unknown }>();
  #aliases = 0;

  constructor(schema: GraphQLSchema, random: () => number) {
    this.#schema = schema;
    this.#random = random;
  }

  write(): Operation {
    const kind = this.#chance(0.2) ? 'mutation' : 'query';
    const root = kind === 'query' ? this.#schema.getQueryType() : this.#schema.getMutationType();
    const body = root ? this.#selection(root, 0) : '';
    const declared = [...this.#variables].map(([name, { type }]) => `$${name}: ${type}`).join(', ');
    const query = [`${kind} Fuzz${declared && `(${declared})`} ${body}`, ...this.#fragments].join(
      '\n',
    );
    const variables = Object.fromEntries(
      [...this.#variables].map(([name, { value }]) => [name, value]),
    );
    return { query, variables };
  }

  #chance = (likelihood: number) => this.#random() < likelihood;
  #pick = <T>(list: readonly T[]): T => list[Math.floor(this.#random() * list.length)] as T;

  #variable(type: string, value: unknown): string {
    const likely = this.#chance(0.2) ? this.#pick(variableNames) : '';
    const name = likely && !this.#variables.has(likely) ? likely : `v${this.#variables.size}`;
    this.#variables.set(name, { type, value });
    return `$${name}`;
  }

  #alias = (): string => `${this.#chance(0.4) ? this.#pick(aliases) : `a${this.#aliases++}`}: `;

  #condition(): string {
    if (!this.#chance(0.15)) return '';
    const value = this.#chance(0.5);
    const given = this.#chance(0.5) ? this.#variable('Boolean!', value) : value;
    return ` @${this.#pick(['skip', 'include'])}(if: ${given})`;
  }

  #arguments({ args }: GraphQLField<unknown, unknown>): string {
    const given = args.flatMap(({ name }) => {
      const value = name === 'first' ? Math.floor(this.#random() * 4) : this.#pick(ids);
      if (name === 'first' && this.#chance(0.4)) return [];
      const type = name === 'first' ? 'Int' : name === 'id' ? 'ID!' : 'String!';
      const text = this.#chance(0.5) ? this.#variable(type, value) : JSON.stringify(value);
      return [`${name}: ${text}`];
    });
    return given.length > 0 ? `(${given.join(', ')})` : '';
  }

  #field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const type = getNamedType(field.type);
    if (isCompositeType(type) && depth >= maxDepth) return '__typename';
    // Arguments differ from place to place, so such fields get an alias.
    const alias = field.args.length > 0 || this.#chance(0.25) ? this.#alias() : '';
    const body = isCompositeType(type) ? ` ${this.#selection(type, depth + 1)}` : '';
    const condition = unconditional.has(field.name) ? '' : this.#condition();
    return `${alias}${field.name}${this.#arguments(field)}${condition}${body}`;
  }

  /** Returns the types that overlap with this one: possible type conditions of a fragment on it. */
  #overlapping(type: GraphQLCompositeType): readonly GraphQLCompositeType[] {
    const possible = isObjectType(type) ? [type] : this.#schema.getPossibleTypes(type);
    return [...possible, ...possible.flatMap((one) => one.getInterfaces())];
  }

  #fragment(type: GraphQLCompositeType, depth: number): string {
    const on = this.#pick(this.#overlapping(type));
    const body = this.#selection(on, depth + 1);
    if (this.#chance(0.5)) return `... on ${on.name}${this.#condition()} ${body}`;
    const name = `F${this.#fragments.length}`;
    this.#fragments.push(`fragment ${name} on ${on.name} ${body}`);
    return `...${name}${this.#condition()}`;
  }

  #selection(type: GraphQLCompositeType, depth: number): string {
    const fields = isUnionType(type) ? [] : Object.values(type.getFields());
    const wantsFragment = isObjectType(type) ? 0.15 : 0.8;
    const count = 1 + Math.floor(this.#random() * (depth === 0 ? 3 : 4));
    const parts = Array.from({ length: count }, () => {
      if (this.#chance(0.08))
        return this.#chance(0.5) ? '__typename' : `${this.#alias()}__typename`;
      if (depth < maxDepth && (fields.length === 0 || this.#chance(wantsFragment))) {
        return this.#fragment(type, depth);
      }
      return fields.length > 0 ? this.#field(this.#pick(fields), depth) : '__typename';
    });
    // ApolloGateway itself loses `... on Interface { ... on Object }` below an object whose type name
    // it has not fetched, and an object with every field skipped; this test does not measure that.
    const unsure = parts.some((part) => /^\.\.\.| @(skip|include)/.test(part));
    const typename = unsure ? ' __typename' : '';
    return `{ ${parts.join(' ')}${typename} }`;
  }
}

/** Returns a random operation that is valid for the schema. */
export function randomOperation(schema: GraphQLSchema, random: () => number): Operation {
  for (;;) {
    const operation = new Writer(schema, random).write();
    // Two branches may select one response key in conflicting ways, which GraphQL forbids.
    if (validate(schema, parse(operation.query)).length === 0) return operation;
  }
}
