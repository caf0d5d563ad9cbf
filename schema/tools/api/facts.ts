import { parse } from 'graphql';
import { isOpen, type Requirement, readSupergraph } from '../../supergraph/index.ts';

/** Describes who may read a type or field; `undefined` when everyone may. */
function accessOf({ scopes, authenticated }: Requirement): string | undefined {
  if (!isOpen({ authenticated: false, scopes })) {
    const choices = scopes.map((all) => all.map((scope) => `\`${scope}\``).join(' and '));
    return `viewers with ${choices.join(', or ')}`;
  }
  return authenticated ? 'authenticated viewers' : undefined;
}

/** Reads what the API schema does not contain: the subgraphs that resolve a field, and who may read it. */
export function readApiFacts(supergraphSdl: string) {
  const owners = new Map<string, readonly string[]>();
  const access = new Map<string, string>();
  const add = (coordinate: string, requirement: Requirement, subgraphs: readonly string[] = []) => {
    owners.set(coordinate, subgraphs);
    const words = accessOf(requirement);
    if (words) access.set(coordinate, words);
  };
  for (const [name, type] of readSupergraph(parse(supergraphSdl))) {
    add(name, type.requirement, type.subgraphs);
    if (type.kind !== 'Object') continue;
    for (const [field, { requirement, subgraphs }] of type.fields) {
      add(`${name}.${field}`, requirement, subgraphs);
    }
  }
  return { owners, access };
}
export type ApiFacts = ReturnType<typeof readApiFacts>;
