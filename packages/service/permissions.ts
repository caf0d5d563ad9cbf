import {
  declaredRequirement,
  isOpen,
  type Requirement,
  type SecurityDirectives,
} from '@shop/schema/supergraph';
import {
  type DirectiveNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
} from 'graphql';
import type { IMiddlewareFieldMap, IMiddlewareTypeMap } from 'graphql-middleware';
import { forbidden, unauthenticated } from './errors.ts';
import type { ViewerContext } from './internal-token.ts';
import { allow, and, deny, rule, shield } from './shield.ts';

export type Rule = ReturnType<ReturnType<typeof rule>>;
type AnyRule = Rule | ReturnType<typeof and>;
type TypeRules = Record<string, AnyRule>;
/** Rules that a subgraph adds to those of its SDL: type -> field -> rule. */
export type OwnRules = Readonly<Record<string, Readonly<Record<string, Rule>>>>;

let ruleCount = 0;

/**
 * A rule over one parent object: `true` allows, anything else is refused with FORBIDDEN
 * (UNAUTHENTICATED when anonymous). Never cached, since it depends on the parent.
 */
export const objectRule = <P, C extends ViewerContext>(
  judge: (parent: P, context: C) => boolean,
): Rule =>
  rule(`object-${++ruleCount}`, { cache: 'no_cache' })((parent, _args, context: C) => {
    if (judge(parent as P, context)) return true;
    return context.viewer ? forbidden() : unauthenticated();
  });

/** Refuses anonymous requests with UNAUTHENTICATED. */
export const isAuthenticated = rule('isAuthenticated', { cache: 'contextual' })(
  (_parent, _args, context: ViewerContext) => (context.viewer ? true : unauthenticated()),
);

/** Shield rejects two rules with one name, so the same scopes always return the same rule. */
const scopeRules = new Map<string, Rule>();

/** Requires every scope of at least one set. Refuses UNAUTHENTICATED (anonymous) or FORBIDDEN. */
export function hasScopes(anyOf: readonly (readonly string[])[]): Rule {
  const name = `hasScopes:${JSON.stringify(anyOf)}`;
  const known = scopeRules.get(name);
  if (known) return known;
  const made = rule(name, { cache: 'contextual' })((_parent, _args, { viewer }: ViewerContext) => {
    if (!viewer) return unauthenticated();
    const granted: ReadonlySet<string> = viewer.scopes;
    return anyOf.some((all) => all.every((scope) => granted.has(scope))) || forbidden();
  });
  scopeRules.set(name, made);
  return made;
}

/** In a subgraph's own SDL: imported, or under the namespace of the federation spec. */
const securityDirectives: SecurityDirectives = new Map(
  (['authenticated', 'requiresScopes'] as const).flatMap((spec) => [
    [spec, spec],
    [`federation__${spec}`, spec],
  ]),
);

const declaredRules = (directives: readonly DirectiveNode[]): Rule[] =>
  rulesOf(declaredRequirement(directives, securityDirectives));

/** Returns the rules that hold exactly when the viewer meets the requirement. */
export const rulesOf = ({ authenticated, scopes }: Requirement): Rule[] => [
  ...(authenticated ? [isAuthenticated] : []),
  ...(isOpen({ authenticated: false, scopes }) ? [] : [hasScopes(scopes)]),
];

const directivesOf = (node: { astNode?: unknown; extensionASTNodes?: unknown }): DirectiveNode[] =>
  [node.astNode, ...((node.extensionASTNodes as unknown[] | undefined) ?? [])].flatMap(
    (ast) => (ast as { directives?: DirectiveNode[] } | undefined)?.directives ?? [],
  );

function rulesOfType(type: GraphQLObjectType, own: OwnRules): [string, TypeRules] {
  const typeRules = declaredRules(directivesOf(type));
  const fields = Object.values(type.getFields()).map((field) => {
    const ownRule = own[type.name]?.[field.name];
    const rules = [
      ...typeRules,
      ...declaredRules(directivesOf(field)),
      ...(ownRule ? [ownRule] : []),
    ];
    return [field.name, rules.length > 0 ? and(...rules) : allow] as const;
  });
  return [type.name, Object.fromEntries(fields)];
}

/**
 * Returns graphql-shield middleware for the fields of a subgraph that have rules, generated from `@authenticated` and
 * `@requiresScopes` in its SDL (Apollo Federation 2.5), joined with the subgraph's own rules. A field that everyone may
 * read has none: middleware makes it asynchronous, which takes longer than all the rest of it.
 */
export function permissionsOf(schema: GraphQLSchema, own: OwnRules = {}): IMiddlewareTypeMap {
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) && !type.name.startsWith('__'),
  ) as GraphQLObjectType[];
  const rules: Record<string, TypeRules> = Object.fromEntries(
    types.map((type) => rulesOfType(type, own)),
  );
  const middleware = shield(rules, {
    fallbackRule: deny,
    fallbackError: forbidden(),
    allowExternalErrors: true,
  }).generate(schema) as Record<string, IMiddlewareFieldMap>;
  return Object.fromEntries(
    Object.entries(middleware).map(([type, fields]) => [
      type,
      Object.fromEntries(
        Object.entries(fields).filter(([field]) => rules[type]?.[field] !== allow),
      ),
    ]),
  );
}
