import { type ConstDirectiveNode, type DirectiveNode, valueFromASTUntyped } from 'graphql';

export type Directives = readonly (ConstDirectiveNode | DirectiveNode)[] | undefined;
type Arguments = Readonly<Record<string, unknown>>;

/** The arguments of a directive as values. */
export const directiveArguments = ({ arguments: nodes = [] }: DirectiveNode): Arguments =>
  Object.fromEntries(nodes.map(({ name, value }) => [name.value, valueFromASTUntyped(value)]));

/** The arguments of each use of the directive on a node. */
export const argumentsOf = (directives: Directives, name: string): Arguments[] =>
  (directives ?? []).filter((one) => one.name.value === name).map(directiveArguments);
