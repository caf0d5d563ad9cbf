import { type DocumentNode, type FragmentDefinitionNode, Kind } from 'graphql';

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

const indexes = new WeakMap<DocumentNode, Fragments>();

/** Returns the fragments of a document by name. Requests share parsed documents, and so this index. */
export function fragmentsOf(document: DocumentNode): Fragments {
  const known = indexes.get(document);
  if (known) return known;
  const fragments: Fragments = new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [],
    ),
  );
  indexes.set(document, fragments);
  return fragments;
}
