import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  type InlineFragmentNode,
  isAbstractType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Fragments } from '../fragments.ts';

export type Selections = {
  readonly fragments: Fragments;
  /** Values of the variables that decide which fields are selected. */
  readonly conditions: Readonly<Record<string, unknown>>;
};

const isSelected = ({ conditions }: Selections, selection: SelectionNode): boolean => {
  if (!selection.directives?.length) return true;
  const readIf = (directive: typeof GraphQLSkipDirective) =>
    getDirectiveValues(directive, selection, { ...conditions })?.['if'];
  return readIf(GraphQLSkipDirective) !== true && readIf(GraphQLIncludeDirective) !== false;
};

function appliesTo(
  schema: GraphQLSchema,
  { typeCondition }: FragmentDefinitionNode | InlineFragmentNode,
  type: GraphQLObjectType,
): boolean {
  const condition = typeCondition ? schema.getType(typeCondition.name.value) : type;
  return condition === type || (isAbstractType(condition) && schema.isSubType(condition, type));
}

/** Returns the fields that are selected on an object of a type, those in fragments included. */
export function selectedFields(
  schema: GraphQLSchema,
  selections: Selections,
  type: GraphQLObjectType,
  selectionSet: SelectionSetNode,
): FieldNode[] {
  const fields: FieldNode[] = [];
  const visited = new Set<SelectionSetNode>();
  const visit = (current: SelectionSetNode): void => {
    if (visited.has(current)) return;
    visited.add(current);
    for (const selection of current.selections) {
      if (!isSelected(selections, selection)) continue;
      if (selection.kind === Kind.FIELD) fields.push(selection);
      else visitFragment(selection);
    }
  };
  const visitFragment = (selection: Exclude<SelectionNode, FieldNode>): void => {
    const fragment =
      selection.kind === Kind.FRAGMENT_SPREAD
        ? selections.fragments.get(selection.name.value)
        : selection;
    if (fragment && appliesTo(schema, fragment, type)) visit(fragment.selectionSet);
  };
  visit(selectionSet);
  return fields;
}
