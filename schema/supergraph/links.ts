import { type DirectiveNode, type DocumentNode, Kind } from 'graphql';
import { directiveArguments } from './directives.ts';

/** Returns every `@link` (or `@core`) of a supergraph: core-schemas spec, section 5. */
export const linksOf = ({ definitions }: DocumentNode): readonly DirectiveNode[] =>
  definitions.flatMap((node) =>
    node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION
      ? (node.directives ?? [])
      : [],
  );

/** Whether a link loads this spec, whatever its version. */
export function loads(link: DirectiveNode, spec: string): boolean {
  const { url, feature } = directiveArguments(link);
  return new RegExp(`/${spec}/v\\d`).test(String(url ?? feature));
}

type Import = string | { readonly name: string; readonly as?: string };

/** Returns the name that a link gives a directive of its spec, which may be imported under another. */
export function localName(link: DirectiveNode, spec: string, directive = spec): string {
  const { import: imports = [], as: namespace = spec } = directiveArguments(link);
  for (const one of imports as Import[]) {
    const { name, as = name } = typeof one === 'string' ? { name: one } : one;
    if (name === `@${directive}`) return as.slice(1);
  }
  return directive === spec ? String(namespace) : `${namespace}__${directive}`;
}
