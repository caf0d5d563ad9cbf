import { getNullableType, isListType, isObjectType, Kind, type SelectionSetNode } from 'graphql';
import type { RestRoute } from '../route.ts';
import type { Schema } from './components.ts';
import { type Described, type Properties, propertiesOf, schemaOf } from './selection-schema.ts';

/** A body has no refusals: they are problems. */
const withoutRefusals = (set: SelectionSetNode): SelectionSetNode => ({
  ...set,
  selections: set.selections.filter(
    (node) => node.kind !== Kind.FIELD || node.name.value !== 'userErrors',
  ),
});

/** Returns the fields of the root field's selection; a list is `items`. */
function rootProperties(from: Described): Properties {
  const { node, field } = from.operation;
  const type = getNullableType(field.type);
  const selections = node.selectionSet && withoutRefusals(node.selectionSet);
  if (isObjectType(type) && selections) return propertiesOf(from, type, selections);
  const item = isListType(type) ? getNullableType(type.ofType) : undefined;
  if (!isObjectType(item) || !selections) {
    throw new Error(`${field.name} is neither an object nor a list of objects.`);
  }
  const items = schemaOf(propertiesOf(from, item, selections));
  return itemsOf({ type: 'array', items });
}

const itemsOf = (schema: Schema): Properties => new Map([['items', { schema, isRequired: true }]]);

/** A nullable object or list without null. */
function withoutNull(schema: Schema): Schema {
  const [first] = (schema['anyOf'] ?? []) as readonly Schema[];
  if (first) return first;
  const { type } = schema;
  return Array.isArray(type) ? { ...schema, type: type[0] } : schema;
}

/** Returns the schema of the response of a route, as `bodyOf` (respond.ts) makes it. */
export function bodySchema(from: Described, { resource }: RestRoute): Schema {
  const properties = new Map(rootProperties(from));
  if (resource === undefined) {
    const [only, ...others] = from.operation.node.selectionSet?.selections ?? [];
    const isComponent = only?.kind === Kind.FRAGMENT_SPREAD && others.length === 0;
    return isComponent ? componentOf(from, only.name.value, properties) : schemaOf(properties);
  }
  const main = properties.get(resource);
  properties.delete(resource);
  if (!main) throw new Error(`The document does not select ${resource}.`);
  const part = withoutNull(main.schema);
  const schema = part['type'] === 'array' ? schemaOf(itemsOf(part)) : part;
  return properties.size === 0 ? schema : { allOf: [schema, schemaOf(properties)] };
}

const componentOf = ({ components }: Described, name: string, properties: Properties): Schema => {
  if (!components.has(name)) components.set(name, schemaOf(properties));
  return { $ref: `#/components/schemas/${name}` };
};
