import {
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type TypeDefinitionNode,
  visit,
} from 'graphql';
import { scopesOf } from '../../claims.ts';
import { combine, noRequirement, type Supergraph } from '../../supergraph/index.ts';
import { semanticNonNullDefinition, withSemanticNonNull } from './semantic-non-null.ts';

const roots = ['Query', 'Mutation', 'Subscription'];
const customerScopes: ReadonlySet<string> = new Set(scopesOf(['CUSTOMER']));

const schemaDefinition = parse(`
  """
  What needs no staff scope, for the code generators of clients. Fields, arguments, types, codes and enum values may be added:
  give each switch a default, and treat an unknown value as the description of its enum states.
  """
  schema { query: Query mutation: Mutation subscription: Subscription }
`).definitions;

/** Where null can only be the result of an error: declared, and by convention each mutation and subscription. */
const isNullOnlyOnError = (type: string, field: string, declared: ReadonlySet<string>): boolean =>
  type === 'Mutation' || type === 'Subscription' || declared.has(`${type}.${field}`);

/** Whether customers may use a field: neither it nor its types require a scope that they lack. */
function isForCustomers(supergraph: Supergraph, type: string, field: string): boolean {
  const owner = supergraph.get(type);
  const own = owner?.fields.get(field);
  const { scopes } = combine([
    owner?.requirement ?? noRequirement,
    own?.requirement ?? noRequirement,
    supergraph.get(own?.returns ?? '')?.requirement ?? noRequirement,
  ]);
  return scopes.some((all) => all.every((scope) => customerScopes.has(scope)));
}

/** Returns the types that can be reached from the root types, those of an interface with it. */
function reachable(types: ReadonlyMap<string, TypeDefinitionNode>): ReadonlySet<string> {
  const implementers = (name: string) =>
    [...types.values()].filter(
      (type) => 'interfaces' in type && type.interfaces?.some((one) => one.name.value === name),
    );
  const reached = new Set<string>();
  const reach = (name: string): void => {
    const type = types.get(name);
    if (!type || reached.has(name)) return;
    reached.add(name);
    visit(type, { NamedType: (node) => reach(node.name.value) });
    for (const one of implementers(name)) reach(one.name.value);
  };
  roots.forEach(reach);
  return reached;
}

/**
 * Returns the part of an API schema that no staff scope is needed for, with `@semanticNonNull` on the fields that are
 * null only on an error.
 */
export function shopContract(
  api: DocumentNode,
  supergraph: Supergraph,
  declared: ReadonlySet<string>,
): DocumentNode {
  const fieldsOf = (type: ObjectTypeDefinitionNode): FieldDefinitionNode[] =>
    (type.fields ?? [])
      .filter((field) => isForCustomers(supergraph, type.name.value, field.name.value))
      .map((field) =>
        field.type.kind !== Kind.NON_NULL_TYPE &&
        isNullOnlyOnError(type.name.value, field.name.value, declared)
          ? withSemanticNonNull(field)
          : field,
      );
  const open: DocumentNode = visit(api, {
    ObjectTypeDefinition: (type) => ({ ...type, fields: fieldsOf(type) }),
  });
  const types = new Map(
    open.definitions.flatMap((node) => ('name' in node ? [[node.name?.value ?? '', node]] : [])),
  ) as ReadonlyMap<string, TypeDefinitionNode>;
  const reached = reachable(types);
  const definitions = [...types].flatMap(([name, type]) => (reached.has(name) ? [type] : []));
  return {
    kind: Kind.DOCUMENT,
    definitions: [...schemaDefinition, ...semanticNonNullDefinition, ...definitions],
  };
}
