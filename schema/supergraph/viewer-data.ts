import {
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { argumentsOf } from './directives.ts';
import { linksOf, loads, localName } from './links.ts';
import { readSupergraph } from './read-supergraph.ts';

/** What a mutation declares with `@viewerData`. */
export type ViewerData = {
  readonly query: string;
  /** Fields of `input`; the query is executed when one of them has a value. */
  readonly when: readonly string[];
  /** The subgraph that answers the query. */
  readonly subgraph: string;
};

const spec = 'viewerData';

/** Reads the data of the viewer that mutations need, by the name of the mutation. `@link` may rename the directive. */
export function readViewerData(supergraph: DocumentNode): ReadonlyMap<string, ViewerData> {
  const link = linksOf(supergraph).find((one) => loads(one, spec));
  if (!link) return new Map();
  const directive = localName(link, spec);
  const queries = readSupergraph(supergraph).get('Query')?.fields;
  const mutations = supergraph.definitions.flatMap((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === 'Mutation'
      ? (node.fields ?? [])
      : [],
  );
  return new Map(
    mutations.flatMap(({ name, directives }): [string, ViewerData][] =>
      argumentsOf(directives, directive).map((given) => {
        const { query, when } = given as Pick<ViewerData, 'query' | 'when'>;
        const owners = queries?.get(rootFieldOf(query))?.subgraphs ?? [];
        const [subgraph] = owners;
        if (subgraph === undefined || owners.length > 1) {
          throw new Error(
            `not exactly one subgraph answers @viewerData of ${name.value}: ${owners}`,
          );
        }
        return [name.value, { query, when, subgraph }];
      }),
    ),
  );
}

function rootFieldOf(query: string): string {
  const operation = parse(query).definitions[0] as OperationDefinitionNode;
  return (operation.selectionSet.selections[0] as FieldNode).name.value;
}
