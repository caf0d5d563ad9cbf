import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  isObjectType,
  Kind,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** The names that a selection selects, those of its fragments too. */
const namesIn = ({ selections }: SelectionSetNode, fragments: Fragments): string[] =>
  selections.flatMap((one) => {
    if (one.kind === Kind.FIELD) return one.name.value;
    const part = one.kind === Kind.INLINE_FRAGMENT ? one : fragments.get(one.name.value);
    return part ? namesIn(part.selectionSet, fragments) : [];
  });

/** Returns the selections of objects that have an id and are selected without it, by which caches know them. */
export function missingIds(document: DocumentNode, schema: GraphQLSchema): SelectionSetNode[] {
  const fragments = new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
  const missing: SelectionSetNode[] = [];
  const info = new TypeInfo(schema);
  const check = (node: SelectionSetNode) => {
    const type = info.getParentType();
    const hasId = isObjectType(type) && 'id' in type.getFields();
    if (hasId && !namesIn(node, fragments).includes('id')) missing.push(node);
  };
  visit(document, visitWithTypeInfo(info, { SelectionSet: check }));
  return missing;
}
