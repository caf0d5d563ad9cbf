import { type DirectiveNode, type DocumentNode, Kind } from 'graphql';
import { type Directives, directiveArguments } from './directives.ts';
import { combine, type Requirement } from './requirement.ts';

/** The directives that declare access. */
export type SecuritySpec = 'authenticated' | 'requiresScopes';
/** Local name of a directive -> the spec that defines it. */
export type SecurityDirectives = ReadonlyMap<string, SecuritySpec>;

/** Returns the security spec that a `@link` (or `@core`) loads, by its URL: core-schemas spec, section 5. */
export function securitySpecOf(link: DirectiveNode): SecuritySpec | undefined {
  const { url, feature } = directiveArguments(link);
  return String(url ?? feature).match(/\/(authenticated|requiresScopes)\/v\d/)?.[1] as
    | SecuritySpec
    | undefined;
}

type Import = string | { readonly name: string; readonly as?: string };

function localName(link: DirectiveNode, spec: SecuritySpec): string {
  const { import: imports = [], as: namespace } = directiveArguments(link);
  for (const one of imports as Import[]) {
    const { name, as = name } = typeof one === 'string' ? { name: one } : one;
    if (name === `@${spec}`) return as.slice(1);
  }
  return typeof namespace === 'string' ? namespace : spec;
}

/** Reads the names that the supergraph gives the security directives; `@link` may rename them. */
export function securityDirectives(supergraph: DocumentNode): SecurityDirectives {
  const links = supergraph.definitions.flatMap((node) =>
    node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION
      ? (node.directives ?? [])
      : [],
  );
  return new Map(
    links.flatMap((link): [string, SecuritySpec][] => {
      const spec = securitySpecOf(link);
      return spec ? [[localName(link, spec), spec]] : [];
    }),
  );
}

/** Returns what the directives of one type or field require of the viewer. */
export function declaredRequirement(
  directives: Directives,
  names: SecurityDirectives,
): Requirement {
  const found = (directives ?? []).flatMap((directive): Requirement[] => {
    const spec = names.get(directive.name.value);
    if (spec === 'authenticated') return [{ authenticated: true, scopes: [[]] }];
    if (spec !== 'requiresScopes') return [];
    // Without its argument no viewer meets it.
    const { scopes = [] } = directiveArguments(directive);
    return [{ authenticated: true, scopes: scopes as string[][] }];
  });
  return combine(found);
}
