import {
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';

/** An object of the world. Its fields follow from its identity: all subgraphs agree on them. */
export type Thing = {
  readonly __typename: string;
  /** Its own type, where `__typename` is an interface that a subgraph knows as an object. */
  readonly type: string;
  readonly identity: string;
  /** What the gateway sent to find it. */
  readonly representation?: Readonly<Record<string, unknown>>;
};

/** Returns a number in [0, 1) that depends on a text: FNV-1a. */
export function chanceOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let n = 0; n < text.length; n++) hash = Math.imul(hash ^ text.charCodeAt(n), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

const entitiesPerType = 3;
const nullChance = 0.15;

export type World = {
  /** What fields require, by `Type.field` of their objects. */
  readonly requires: ReadonlyMap<string, SelectionSetNode>;
  readonly entitiesOf: (type: string) => readonly Thing[];
  /** Returns the value of a field; `salt` is whatever else it depends on, such as arguments. */
  readonly fieldOf: (thing: Thing, field: string, salt?: string) => unknown;
};

type World$ = {
  readonly schema: GraphQLSchema;
  /** Type and field of every key, as `Type.field`. */
  readonly keyFields: ReadonlySet<string>;
  readonly entities: ReadonlySet<string>;
  readonly requires: World['requires'];
  readonly seed: string;
};

const leafValues: Readonly<Record<string, (chance: number) => unknown>> = {
  Int: (chance) => Math.floor(chance * 1000) - 100,
  Float: (chance) => Math.round(chance * 1e4) / 7,
  Boolean: (chance) => chance < 0.5,
};

function leafOf(type: GraphQLNamedType, chance: number): unknown {
  if (isEnumType(type)) {
    const values = type.getValues();
    return values[Math.floor(chance * values.length)]?.name;
  }
  return leafValues[type.name]?.(chance) ?? `${type.name} ${Math.floor(chance * 1e6)}`;
}

/** Creates a world for a supergraph: three entities of each type, with nulls, lists and cycles. */
export function createWorld({ schema, keyFields, entities, requires, seed }: World$): World {
  const entitiesOf = (type: string): readonly Thing[] =>
    Array.from({ length: entitiesPerType }, (_, n) => ({
      __typename: type,
      type,
      identity: `${type}-${n}`,
    }));

  const objectOf = (type: string, at: string): Thing => {
    if (!entities.has(type)) return { __typename: type, type, identity: at };
    return entitiesOf(type)[Math.floor(chanceOf(`${at}#`) * entitiesPerType)] as Thing;
  };

  const anyOf = (type: GraphQLOutputType, at: string): unknown => {
    if (isNonNullType(type)) return presentOf(type.ofType, at);
    return chanceOf(`${at}?`) < nullChance ? null : presentOf(type, at);
  };

  const presentOf = (type: GraphQLOutputType, at: string): unknown => {
    if (isListType(type)) {
      const length = Math.floor(chanceOf(`${at}[]`) * 4);
      return Array.from({ length }, (_, n) => anyOf(type.ofType, `${at}.${n}`));
    }
    if (isLeafType(type)) return leafOf(type, chanceOf(at));
    if (isObjectType(type)) return objectOf(type.name, at);
    if (!isAbstractType(type)) return null;
    const types = schema.getPossibleTypes(type);
    return objectOf(types[Math.floor(chanceOf(`${at}:`) * types.length)]?.name ?? '', at);
  };

  return {
    requires,
    entitiesOf,
    fieldOf({ type: name, identity }, field, salt = '') {
      if (keyFields.has(`${name}.${field}`)) return `${identity}.${field}`;
      const type = schema.getType(name);
      const definition = isObjectType(type) ? type.getFields()[field] : undefined;
      if (!definition) throw new Error(`the world has no ${name}.${field}`);
      return anyOf(definition.type, `${seed}/${identity}.${field}${salt}`);
    },
  };
}
