import { parse } from 'graphql';
import { readSupergraph } from '../../supergraph/index.ts';

/** The subgraphs that resolve each type and field, by coordinate. The API schema does not contain them. */
export type Owners = ReadonlyMap<string, readonly string[]>;

/** Reads the owners of types and fields from the supergraph. */
export function readOwners(supergraphSdl: string): Owners {
  const owners = new Map<string, readonly string[]>();
  for (const [name, type] of readSupergraph(parse(supergraphSdl))) {
    owners.set(name, type.subgraphs);
    if (type.kind !== 'Object') continue;
    for (const [field, { subgraphs = [] }] of type.fields) {
      owners.set(`${name}.${field}`, subgraphs);
    }
  }
  return owners;
}
