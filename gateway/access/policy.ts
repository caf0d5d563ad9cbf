import { createHash } from 'node:crypto';
import type { Viewer } from '@shop/schema';
import {
  buildSchema,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  parse,
  printSchema,
} from 'graphql';
import { createShield, type Denials } from './ask-shield.ts';
import { cutDocument } from './cut.ts';
import { fragmentsOf, type Reach, reachOf } from './reach.ts';
import { isNothing } from './requirement.ts';
import { readRequirements } from './requirements.ts';
import { shieldTree } from './shield-tree.ts';

/** An operation in its document, as Apollo Server has parsed, validated and chosen it. */
export type Asked = {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly queryHash: string;
};

/** What is left of an operation without the denied fields; its hash tells plan caches so. */
export type Cut = Asked & {
  /** No field is left that a subgraph would have to answer. */
  readonly isEmpty: boolean;
};

type Analysis = {
  readonly reach: Reach;
  /** The part of `reach` that is not for everybody. */
  readonly guarded: readonly string[];
  readonly denials: WeakMap<object, Promise<Denials>>;
  readonly cuts: Map<string, Cut>;
};

/** Cuts kept per document, one for each set of denials; a shop has a handful of roles. */
const maxCuts = 50;
/** Stands for everybody who is not signed in. */
const visitor = {};
const nothingDenied: Denials = new Map();

const hashOf = ({ queryHash, operation }: Asked, denied: string): string =>
  createHash('sha256')
    .update(JSON.stringify([queryHash, operation.name?.value, denied]))
    .digest('hex');

/** The access policy of one supergraph: which fields of an operation a viewer may not have. */
export type Policy = {
  /** The API schema without the resolvers that ApolloGateway has put on it. */
  readonly schema: GraphQLSchema;
  /** Asks graphql-shield about every field the operation can reach. Throws BAD_REQUEST (reach.ts). */
  denials(asked: Asked, viewer: Viewer | undefined): Promise<Denials>;
  readonly supergraphSdl: string;
  /** What the operation can reach (`Type.field`), and whether all of it is for everybody. */
  reached(asked: Asked): { readonly coordinates: readonly string[]; readonly isOpen: boolean };
  /** Response keys to the first place where the operation names a field (`Type.field`). */
  firstPlace(asked: Asked, coordinate: string): readonly string[];
  cut(asked: Asked, denials: Denials): Cut;
};

export function createPolicy(supergraphSdl: string, schema: GraphQLSchema): Policy {
  const requirements = readRequirements(parse(supergraphSdl));
  const ask = createShield(shieldTree(schema, requirements), schema);
  const isOpen = (coordinate: string): boolean => {
    const requirement = requirements.get(coordinate);
    return requirement !== undefined && isNothing(requirement);
  };

  const analyses = new WeakMap<OperationDefinitionNode, Analysis>();
  const analysisOf = ({ document, operation }: Asked): Analysis => {
    const known = analyses.get(operation);
    if (known) return known;
    const reach = reachOf(schema, operation, fragmentsOf(document));
    const guarded = [...reach.keys()].filter((coordinate) => !isOpen(coordinate));
    const analysis = { reach, guarded, denials: new WeakMap(), cuts: new Map() };
    analyses.set(operation, analysis);
    return analysis;
  };

  return {
    schema: buildSchema(printSchema(schema)),
    supergraphSdl,
    reached(asked) {
      const { reach, guarded } = analysisOf(asked);
      return { coordinates: [...reach.keys()], isOpen: guarded.length === 0 };
    },
    firstPlace: (asked, coordinate) => analysisOf(asked).reach.get(coordinate) ?? [],

    async denials(asked, viewer) {
      const { guarded, denials } = analysisOf(asked);
      if (guarded.length === 0) return nothingDenied;
      const known = denials.get(viewer ?? visitor);
      if (known) return known;
      // A verified token keeps its viewer object: shield is asked once per token and document.
      const answer = ask(guarded, viewer);
      denials.set(viewer ?? visitor, answer);
      return answer;
    },

    cut(asked, denials) {
      const { cuts } = analysisOf(asked);
      const key = [...denials.keys()].sort().join();
      const known = cuts.get(key);
      if (known) return known;
      const { document, operation } = asked;
      const rest = cutDocument(schema, document, operation, new Set(denials.keys()));
      const isEmpty = reachOf(schema, rest.operation, fragmentsOf(rest.document)).size === 0;
      if (cuts.size >= maxCuts) cuts.clear();
      const queryHash = hashOf(asked, key);
      const cut = { ...rest, queryHash, isEmpty };
      cuts.set(key, cut);
      return cut;
    },
  };
}
