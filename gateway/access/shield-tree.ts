import { allow, and, deny, forbidden, rulesOf, shield } from '@shop/service';
import { type GraphQLSchema, isIntrospectionType, isObjectType } from 'graphql';
import type { Requirements } from './requirements.ts';

type Rule = typeof allow | ReturnType<typeof and>;

/**
 * Returns the graphql-shield tree of an API schema: one rule for each field of each object type. Denies a
 * field without a known requirement.
 */
export function shieldTree(schema: GraphQLSchema, requirements: Requirements) {
  const ruleFor = (coordinate: string): Rule => {
    const requirement = requirements.get(coordinate);
    if (!requirement) return deny;
    const rules = rulesOf(requirement);
    return rules.length > 0 ? and(...rules) : allow;
  };
  const tree: Record<string, Record<string, Rule>> = {};
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type)) continue;
    tree[type.name] = Object.fromEntries(
      Object.keys(type.getFields()).map((field) => [field, ruleFor(`${type.name}.${field}`)]),
    );
  }
  return shield(tree, {
    fallbackRule: deny,
    fallbackError: forbidden(),
    allowExternalErrors: true,
  });
}
