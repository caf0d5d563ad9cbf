import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLLeafType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isCompositeType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { type Data, MalformedData } from '../plan/query-plan.ts';
import { type Collecting, collectFields } from './collect-fields.ts';
import { leafCheck } from './leaf.ts';

/** Stands for a value that its parent may not have: the parent is null. */
const invalid = Symbol('invalid');

/** Returns the value of a field for the response. */
type Complete = (value: unknown) => unknown;
type Field = { readonly key: string; readonly complete: Complete };
/** The fields of one type, in the order of the response. */
type Fields = readonly Field[];

/** Returns the response of an operation from the data of its plan. Throws `MalformedData`. */
export type Projection = {
  project(data: Data): Data | null;
  /** How many fields have been compiled; their number grows with the types that responses have. */
  readonly compiledFields: number;
};

function projectObject(fields: Fields, source: Data): Data | null {
  const projected: Data = {};
  for (const { key, complete } of fields) {
    const value = complete(source[key]);
    if (value === invalid) return null;
    projected[key] = value;
  }
  return projected;
}

const completeNonNull =
  (complete: Complete): Complete =>
  (value) =>
    complete(value) ?? invalid;

const completeList =
  (complete: Complete): Complete =>
  (value) => {
    if (value === null || value === undefined) return null;
    if (!Array.isArray(value)) throw new MalformedData('A subgraph has responded with no list.');
    const completed = new Array(value.length);
    let isValid = true;
    for (let n = 0; n < value.length; n++) {
      completed[n] = complete(value[n]);
      isValid &&= completed[n] !== invalid;
    }
    return isValid ? completed : null;
  };

function completeLeaf(type: GraphQLLeafType): Complete {
  const isValid = leafCheck(type);
  return (value) => (value !== undefined && isValid(value) ? value : null);
}

/** Returns the type name of an object, if it was fetched. A list is taken for an object without fields. */
function typenameOf(value: unknown): string | undefined {
  if (typeof value !== 'object') {
    throw new MalformedData('A subgraph has responded with no object.');
  }
  const typename = (value as Data)['__typename'];
  if (typename === undefined || typeof typename === 'string') return typename;
  throw new MalformedData('A subgraph has responded with a type name that is not a text.');
}

/** An object of which only an abstract type is known has no type name; its alias may have one. */
const completeTypename = (schema: GraphQLSchema, type: GraphQLCompositeType): Complete =>
  isObjectType(type)
    ? () => type.name
    : (value) =>
        typeof value === 'string' && isObjectType(schema.getType(value)) ? value : invalid;

/**
 * Compiles the projection of an operation for one combination of its conditions. The fields of a type are compiled
 * when the first object of it occurs.
 */
export function compileProjection(
  collecting: Collecting,
  { operation, selectionSet }: OperationDefinitionNode,
): Projection {
  const { schema } = collecting;
  let compiledFields = 0;

  const fieldsOf = (type: GraphQLCompositeType, sets: readonly SelectionSetNode[]): Fields => {
    const definitions = 'getFields' in type ? type.getFields() : {};
    return [...collectFields(collecting, type, sets)].flatMap(([key, nodes]): Field[] => {
      compiledFields++;
      const name = nodes[0]?.name.value ?? '';
      if (name === '__typename') return [{ key, complete: completeTypename(schema, type) }];
      const definition = definitions[name];
      return definition ? [{ key, complete: completerOf(definition.type, nodes) }] : [];
    });
  };

  const completerOf = (type: GraphQLOutputType, nodes: readonly FieldNode[]): Complete => {
    if (isNonNullType(type)) return completeNonNull(completerOf(type.ofType, nodes));
    if (isListType(type)) return completeList(completerOf(type.ofType, nodes));
    if (isLeafType(type)) return completeLeaf(type);
    return completeComposite(
      type,
      nodes.flatMap(({ selectionSet: set }) => set ?? []),
    );
  };

  const completeComposite = (
    declared: GraphQLCompositeType,
    sets: readonly SelectionSetNode[],
  ): Complete => {
    const known = new Map<string | undefined, Fields>();
    const fieldsFor = (typename: string | undefined): Fields | undefined => {
      const type = typename === undefined ? declared : schema.getType(typename);
      if (!isCompositeType(type)) return undefined;
      const fields = fieldsOf(type, sets);
      known.set(typename, fields);
      return fields;
    };
    return (value) => {
      if (value === null || value === undefined) return null;
      const typename = typenameOf(value);
      const fields = known.get(typename) ?? fieldsFor(typename);
      return fields ? projectObject(fields, value as Data) : null;
    };
  };

  const root = schema.getRootType(operation);
  let rootFields: Fields | undefined;
  return {
    project(data) {
      rootFields ??= root ? fieldsOf(root, [selectionSet]) : [];
      return projectObject(rootFields, data);
    },
    get compiledFields() {
      return compiledFields;
    },
  };
}
