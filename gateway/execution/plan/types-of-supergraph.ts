import type { DocumentNode } from 'graphql';

/** Returns the names of the types that a type condition includes: of the type itself, and of all below it. */
export type TypesOf = (condition: string) => ReadonlySet<string>;

/** Reads the types of a supergraph, those included that clients cannot see. */
export function typesOfSupergraph({ definitions }: DocumentNode): TypesOf {
  const below = new Map<string, Set<string>>();
  const include = (condition: string, name: string) => {
    const names = below.get(condition) ?? new Set([condition]);
    below.set(condition, names.add(name));
  };
  for (const node of definitions) {
    // A type names all interfaces that it implements, also those of its interfaces (spec, section 3.6).
    if ('interfaces' in node) {
      for (const { name } of node.interfaces ?? []) include(name.value, node.name.value);
    }
    if ('types' in node) {
      for (const { name } of node.types ?? []) include(node.name.value, name.value);
    }
  }
  return (condition) => below.get(condition) ?? new Set([condition]);
}
