import type { DirectiveNode, DocumentNode } from 'graphql';
import { type Directives, directiveArguments } from './directives.ts';
import { linksOf, loads, localName } from './links.ts';
import { combine, type Requirement } from './requirement.ts';

/** The directives that declare access. */
export type SecuritySpec = 'authenticated' | 'requiresScopes';
/** Local name of a directive -> the spec that defines it. */
export type SecurityDirectives = ReadonlyMap<string, SecuritySpec>;

const specs: readonly SecuritySpec[] = ['authenticated', 'requiresScopes'];

/** Returns the security spec that a `@link` loads. */
export const securitySpecOf = (link: DirectiveNode): SecuritySpec | undefined =>
  specs.find((spec) => loads(link, spec));

/** Reads the names that the supergraph gives the security directives; `@link` may rename them. */
export const securityDirectives = (supergraph: DocumentNode): SecurityDirectives =>
  new Map(
    linksOf(supergraph).flatMap((link): [string, SecuritySpec][] => {
      const spec = securitySpecOf(link);
      return spec ? [[localName(link, spec), spec]] : [];
    }),
  );

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
