import type { Fragments } from '@shop/service';
import {
  type DirectiveNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

export type Collecting = {
  readonly schema: GraphQLSchema;
  readonly fragments: Fragments;
  readonly conditions: ReadonlyMap<string, boolean>;
  /** Leaves out the fragments that `@defer` puts off. */
  readonly withoutDeferred: boolean;
};

/** Whether the condition of a directive holds; one without a condition always does. */
function holds({ arguments: given = [] }: DirectiveNode, { conditions }: Collecting): boolean {
  const value = given.find(({ name }) => name.value === 'if')?.value;
  if (!value) return true;
  if (value.kind === Kind.VARIABLE) return conditions.get(value.name.value) === true;
  return value.kind === Kind.BOOLEAN && value.value;
}

const isIncluded = ({ directives = [] }: SelectionNode, collecting: Collecting): boolean =>
  directives.every((directive) => {
    const name = directive.name.value;
    if (name === 'include') return holds(directive, collecting);
    const excludes = name === 'skip' || (name === 'defer' && collecting.withoutDeferred);
    return !excludes || !holds(directive, collecting);
  });

function includesType(
  schema: GraphQLSchema,
  condition: string,
  type: GraphQLCompositeType,
): boolean {
  if (condition === type.name) return true;
  const outer = schema.getType(condition);
  // An object of which only the interface is known is as good as that interface.
  return isAbstractType(outer) && 'getFields' in type && schema.isSubType(outer, type);
}

/** Collects the fields of one type by response key (GraphQL specification, section 6.3.2). */
export function collectFields(
  collecting: Collecting,
  type: GraphQLCompositeType,
  sets: readonly SelectionSetNode[],
): ReadonlyMap<string, FieldNode[]> {
  const { schema, fragments } = collecting;
  const fields = new Map<string, FieldNode[]>();
  const spread = new Set<string>();
  const add = (field: FieldNode) => {
    const key = (field.alias ?? field.name).value;
    const same = fields.get(key);
    if (same) same.push(field);
    else fields.set(key, [field]);
  };
  const collectFragment = (condition: string | undefined, set: SelectionSetNode | undefined) => {
    if (set && (condition === undefined || includesType(schema, condition, type))) collect(set);
  };
  const collect = ({ selections }: SelectionSetNode) => {
    for (const node of selections) {
      if (!isIncluded(node, collecting)) continue;
      if (node.kind === Kind.FIELD) add(node);
      else if (node.kind === Kind.INLINE_FRAGMENT) {
        collectFragment(node.typeCondition?.name.value, node.selectionSet);
      } else if (!spread.has(node.name.value)) {
        spread.add(node.name.value);
        const fragment = fragments.get(node.name.value);
        collectFragment(fragment?.typeCondition.name.value, fragment?.selectionSet);
      }
    }
  };
  sets.forEach(collect);
  return fields;
}
