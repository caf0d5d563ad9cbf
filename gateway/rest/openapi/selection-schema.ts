import {
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { RestOperation } from '../compile-operation.ts';
import { type Components, described, leafSchema, reference, type Schema } from './components.ts';

/** What a selection is described from. */
export type Described = {
  readonly schema: GraphQLSchema;
  readonly components: Components;
  readonly operation: RestOperation;
};

/** A field of a body: its schema, and whether it is always there. */
export type Property = { readonly schema: Schema; readonly isRequired: boolean };
export type Properties = ReadonlyMap<string, Property>;

const nullable = (schema: Schema): Schema => {
  if (typeof schema['type'] === 'string') return { ...schema, type: [schema['type'], 'null'] };
  return { anyOf: [schema, { type: 'null' }] };
};

function outputSchema(
  described: Described,
  type: GraphQLOutputType,
  selections: SelectionSetNode | undefined,
): Schema {
  if (isNonNullType(type)) return valueSchema(described, type.ofType, selections);
  return nullable(valueSchema(described, type, selections));
}

function valueSchema(
  described: Described,
  type: GraphQLOutputType,
  selections: SelectionSetNode | undefined,
): Schema {
  if (isListType(type)) {
    return { type: 'array', items: outputSchema(described, type.ofType, selections) };
  }
  if (isLeafType(type)) return leafSchema(described.components, type);
  if (!isObjectType(type) || !selections) throw new Error(`${type} cannot be described.`);
  return objectSchema(described, type, selections);
}

const fragmentOf = ({ operation }: Described, name: string) =>
  operation.document.definitions.flatMap((node) =>
    node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === name ? [node] : [],
  )[0];

function propertyOf(from: Described, type: GraphQLObjectType, node: FieldNode): Property {
  const field = type.getFields()[node.name.value];
  if (!field) throw new Error(`${type}.${node.name.value} does not exist.`);
  const schema = outputSchema(from, field.type, node.selectionSet);
  const isConditional = (node.directives ?? []).length > 0;
  return { schema: { ...schema, ...described(field.description) }, isRequired: !isConditional };
}

/** Returns the fields of a selection, by their names in the response. Fragments are part of it. */
export function propertiesOf(
  from: Described,
  type: GraphQLObjectType,
  { selections }: SelectionSetNode,
): Properties {
  const properties = new Map<string, Property>();
  for (const node of selections) {
    if (node.kind === Kind.FIELD) {
      properties.set(node.alias?.value ?? node.name.value, propertyOf(from, type, node));
      continue;
    }
    const inner = node.kind === Kind.INLINE_FRAGMENT ? node : fragmentOf(from, node.name.value);
    for (const [key, property] of inner ? propertiesOf(from, type, inner.selectionSet) : []) {
      properties.set(key, property);
    }
  }
  return properties;
}

/** Returns the schema of an object with these properties. */
export function schemaOf(properties: Properties): Schema {
  const entries = [...properties];
  const required = entries.filter(([, { isRequired }]) => isRequired).map(([key]) => key);
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([key, { schema }]) => [key, schema])),
    ...(required.length > 0 && { required }),
  };
}

/** A selection that is one fragment is a component with the name of the fragment. */
function objectSchema(
  from: Described,
  type: GraphQLObjectType,
  selections: SelectionSetNode,
): Schema {
  const [only, ...others] = selections.selections;
  const make = () => schemaOf(propertiesOf(from, type, selections));
  if (only?.kind !== Kind.FRAGMENT_SPREAD || others.length > 0) return make();
  return reference(from.components, only.name.value, () => ({
    ...make(),
    ...described(type.description),
  }));
}
