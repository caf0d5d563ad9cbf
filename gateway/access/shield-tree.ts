import { allow, and, deny, forbidden, hasScopes, isAuthenticated, shield } from '@shop/service';
import { type GraphQLSchema, isIntrospectionType, isObjectType } from 'graphql';
import { isNothing, type Requirement } from './requirement.ts';
import type { Requirements } from './requirements.ts';

type Rule = typeof allow | ReturnType<typeof and>;

function ruleOf({ authenticated, scopes }: Requirement): Rule {
  const rules = [
    ...(authenticated ? [isAuthenticated] : []),
    ...(isNothing({ authenticated: false, scopes }) ? [] : [hasScopes(scopes)]),
  ];
  return rules.length > 0 ? and(...rules) : allow;
}

/**
 * The graphql-shield tree of an API schema: one rule for each field of each object type. A field that
 * nothing is known of is denied.
 */
export function shieldTree(schema: GraphQLSchema, requirements: Requirements) {
  const ruleFor = (requirement: Requirement | undefined): Rule =>
    requirement ? ruleOf(requirement) : deny;
  const tree: Record<string, Record<string, Rule>> = {};
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type)) continue;
    tree[type.name] = Object.fromEntries(
      Object.keys(type.getFields()).map((field) => [
        field,
        ruleFor(requirements.get(`${type.name}.${field}`)),
      ]),
    );
  }
  return shield(tree, {
    fallbackRule: deny,
    fallbackError: forbidden(),
    allowExternalErrors: true,
  });
}
