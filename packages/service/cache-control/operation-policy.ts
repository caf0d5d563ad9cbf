import {
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { type CachePolicy, type FieldPolicy, hintOfType, readHints, restricted } from './hints.ts';
import { type Selections, selectedFields } from './selected-fields.ts';

export type PolicyRequest = Selections & {
  readonly operation: OperationDefinitionNode;
  /** Names of the types of entities that are asked for. */
  readonly entityTypes: readonly string[];
};

const withAge = ({ policy, inherits }: FieldPolicy, isRoot: boolean): CachePolicy =>
  policy.maxAge === undefined && (isRoot || !inherits) ? { ...policy, maxAge: 0 } : policy;

/**
 * Returns the function that finds how long the response to an operation may be cached, as Apollo Server does while it
 * resolves fields, from the schema and the selections alone: the least of all selected fields. Fields below a null, an
 * empty list or another type than the one that was found count too, so the response is never cached for longer.
 */
export function operationPolicies(schema: GraphQLSchema): (request: PolicyRequest) => CachePolicy {
  const hints = readHints(schema);
  const objectsOf = (type: GraphQLNamedType): readonly GraphQLObjectType[] => {
    if (isObjectType(type)) return [type];
    return isAbstractType(type) ? schema.getPossibleTypes(type) : [];
  };

  return (request) => {
    const { operation, entityTypes } = request;
    const root = schema.getRootType(operation.operation);
    const entities = entityTypes.flatMap((name) => schema.getType(name) ?? []);
    const visited = new Map<SelectionSetNode, Set<GraphQLObjectType>>();
    let result: CachePolicy = {};
    if (root) visit(root, operation.selectionSet);
    return result;

    function visit(type: GraphQLObjectType, selectionSet: SelectionSetNode): void {
      const types = visited.get(selectionSet) ?? new Set();
      if (types.has(type)) return;
      visited.set(selectionSet, types.add(type));
      for (const node of selectedFields(schema, request, type, selectionSet)) {
        const field = type.getFields()[node.name.value];
        const found = field && hints.get(field);
        if (found) visitField(found, node, type);
      }
    }

    function visitField(
      found: FieldPolicy,
      { name, selectionSet }: FieldNode,
      type: GraphQLObjectType,
    ): void {
      const isEntities = type === root && name.value === '_entities';
      // Entities have the hints of their types, and the field has none.
      const own = isEntities
        ? entities.map(hintOfType).reduce(restricted, found.policy)
        : found.policy;
      result = restricted(result, withAge({ ...found, policy: own }, type === root));
      const children = isEntities ? entities : [found.type];
      if (selectionSet) for (const child of children.flatMap(objectsOf)) visit(child, selectionSet);
    }
  };
}
