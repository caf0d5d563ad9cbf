import { createHash } from 'node:crypto';
import type { Viewer } from '@shop/schema';
import { isOpen, readSupergraph, type Supergraph } from '@shop/schema/supergraph';
import {
  buildSchema,
  type GraphQLSchema,
  type OperationDefinitionNode,
  printSchema,
} from 'graphql';
import type { OperationRequest } from '../operation/operation-request.ts';
import { parseSupergraph } from '../supergraph/parse-supergraph.ts';
import { filterDocument } from './filter-document.ts';
import { type Reach, reachOf } from './reach.ts';
import { requirementsOf } from './requirements.ts';
import { createShieldCheck, type Denials } from './shield-check.ts';
import { shieldTree } from './shield-tree.ts';
import { isSignInOperation } from './sign-in-operation.ts';

/** An operation without the denied fields, with a hash of its own for the plan cache. */
export type FilteredOperation = OperationRequest & {
  /** No field is left that a subgraph would resolve. */
  readonly isEmpty: boolean;
};

type Analysis = {
  readonly reach: Reach;
  /** The part of `reach` that requires something of the viewer. */
  readonly guarded: readonly string[];
  readonly isSignIn: boolean;
  /** By what the rules read of the viewer (`accessKey`). */
  readonly denials: Map<string, Promise<Denials>>;
  readonly filtered: Map<string, FilteredOperation>;
};

/** Maximum results per operation, one for each set of scopes; a shop has a handful of roles. */
const maxResults = 50;
const nothingDenied: Denials = new Map();

/** Adds an entry to a map that is emptied when it is full. */
function remember<T>(results: Map<string, T>, key: string, result: T): T {
  if (results.size >= maxResults) results.clear();
  results.set(key, result);
  return result;
}

/** Returns all that the generated rules read of a viewer: authentication and scopes. */
const accessKey = (viewer: Viewer | undefined): string =>
  viewer ? `scopes ${[...viewer.scopes].sort().join(' ')}` : 'anonymous';

const hashOf = ({ queryHash, operation }: OperationRequest, denied: string): string =>
  createHash('sha256')
    .update(JSON.stringify([queryHash, operation.name?.value, denied]))
    .digest('hex');

/** The access policy of one supergraph: which fields of an operation a viewer may not have. */
export type AccessPolicy = {
  /** The API schema without the resolvers that ApolloGateway adds to it. */
  readonly schema: GraphQLSchema;
  readonly supergraph: Supergraph;
  /** SHA-256 of the supergraph's SDL. */
  readonly supergraphHash: string;
  /**
   * Checks every field that the operation can reach. Below an anonymous sign-in, fields that require nothing but a
   * viewer are granted: `signsIn`. Throws QUERY_TOO_COMPLEX (reach.ts).
   */
  denials(request: OperationRequest, viewer: Viewer | undefined): Promise<Denials>;
  /** Whether all that follows the root field must be fetched for the viewer who signs in with it. */
  signsIn(request: OperationRequest, viewer: Viewer | undefined): boolean;
  /** Returns what the operation can reach (`Type.field`), and whether all of it is open to everyone. */
  reach(request: OperationRequest): {
    readonly coordinates: readonly string[];
    readonly isOpen: boolean;
  };
  /** Returns the response keys that lead to the first place where the operation selects `Type.field`. */
  firstPath(request: OperationRequest, coordinate: string): readonly string[];
  filter(request: OperationRequest, denials: Denials): FilteredOperation;
};

export function createPolicy(supergraphSdl: string, schema: GraphQLSchema): AccessPolicy {
  const supergraph = readSupergraph(parseSupergraph(supergraphSdl));
  const requirements = requirementsOf(supergraph);
  const check = createShieldCheck(shieldTree(schema, requirements), schema);
  const isGuarded = (coordinate: string): boolean => {
    const requirement = requirements.get(coordinate);
    return requirement === undefined || !isOpen(requirement);
  };

  /** Whether a field requires no scopes. A root field does not count: it runs before the viewer has signed in. */
  const needsOnlyViewer = (coordinate: string): boolean => {
    const { scopes } = requirements.get(coordinate) ?? { scopes: [] };
    const isRoot = coordinate.startsWith(`${schema.getMutationType()?.name}.`);
    return !isRoot && isOpen({ authenticated: false, scopes });
  };

  const analyses = new WeakMap<OperationDefinitionNode, Analysis>();
  const analysisOf = (request: OperationRequest): Analysis => {
    const known = analyses.get(request.operation);
    if (known) return known;
    const reach = reachOf(schema, request);
    const guarded = [...reach.keys()].filter(isGuarded);
    const isSignIn = isSignInOperation(schema, request);
    const analysis = { reach, guarded, isSignIn, denials: new Map(), filtered: new Map() };
    analyses.set(request.operation, analysis);
    return analysis;
  };

  const signsIn = (request: OperationRequest, viewer: Viewer | undefined): boolean =>
    !viewer && analysisOf(request).isSignIn;

  return {
    // Apollo Gateway has validated it.
    schema: buildSchema(printSchema(schema), { assumeValid: true, assumeValidSDL: true }),
    supergraph,
    supergraphHash: createHash('sha256').update(supergraphSdl).digest('base64url'),
    reach(request) {
      const { reach, guarded } = analysisOf(request);
      return { coordinates: [...reach.keys()], isOpen: guarded.length === 0 };
    },
    signsIn,
    firstPath: (request, coordinate) => analysisOf(request).reach.get(coordinate) ?? [],

    async denials(request, viewer) {
      const { guarded, denials } = analysisOf(request);
      if (guarded.length === 0) return nothingDenied;
      const key = accessKey(viewer);
      const known = denials.get(key);
      if (known) return known;
      const checked = signsIn(request, viewer)
        ? guarded.filter((coordinate) => !needsOnlyViewer(coordinate))
        : guarded;
      return remember(denials, key, check(checked, viewer));
    },

    filter(request, denials) {
      const { filtered } = analysisOf(request);
      const key = [...denials.keys()].sort().join();
      const known = filtered.get(key);
      if (known) return known;
      const rest = filterDocument(schema, request, new Set(denials.keys()));
      const isEmpty = reachOf(schema, rest).size === 0;
      return remember(filtered, key, { ...rest, queryHash: hashOf(request, key), isEmpty });
    },
  };
}
