import {
  type ASTNode,
  type ConstValueNode,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import type { ParsedOperation } from '../../operation/operation-request.ts';
import { type Data, Unsupported } from '../plan/query-plan.ts';

const conditionals = ['skip', 'include', 'defer'];

function variablesOfConditions(node: ASTNode): Set<string> {
  const names = new Set<string>();
  visit(node, {
    Directive({ name, arguments: given = [] }) {
      if (!conditionals.includes(name.value)) return;
      const value = given.find((one) => one.name.value === 'if')?.value;
      if (value?.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return names;
}

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode) {
  return new Map<string, ConstValueNode | undefined>(
    variableDefinitions.map(({ variable, defaultValue }) => [variable.name.value, defaultValue]),
  );
}

/** Returns the values of the variables that `@skip`, `@include` and `@defer` depend on. Throws `Unsupported`. */
export type ReadConditions = (variables: Data) => ReadonlyMap<string, boolean>;

/** Finds the variables of an operation that `@skip`, `@include` and `@defer` depend on. */
export function compileConditions({ document, operation }: ParsedOperation): ReadConditions {
  const defaults = defaultsOf(operation);
  const names = [...variablesOfConditions(document)].filter((name) => defaults.has(name));
  return (variables) =>
    new Map(
      names.map((name) => {
        const given = Object.hasOwn(variables, name) ? variables[name] : undefined;
        const node = defaults.get(name);
        const value =
          given ?? (node?.kind === Kind.BOOLEAN && given === undefined ? node.value : given);
        if (typeof value !== 'boolean') throw new Unsupported('a condition with another value');
        return [name, value];
      }),
    );
}
