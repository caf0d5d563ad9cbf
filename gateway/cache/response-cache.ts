import {
  type ApolloServerPlugin,
  type GraphQLRequestContext,
  type GraphQLResponse,
  HeaderMap,
} from '@apollo/server';
import type { AccessPolicy } from '../access/policy.ts';
import type { GatewayContext } from '../context.ts';
import type { CacheLookup } from '../metrics/cache-meter.ts';
import type { OperationRequest } from '../operation/operation-request.ts';
import { audienceOf, type CacheAudience, isPublic } from './audience.ts';
import { cacheKey } from './cache-key.ts';
import type { CacheHit } from './cached-operation.ts';
import { operationSources } from './operation-sources.ts';
import type { ResponseStore } from './response-store.ts';

/** Longest response that is cached, in characters: a full page of products has a tenth of it. */
const maxLength = 256 * 1024;

export type ResponseCache = {
  readonly policy: () => AccessPolicy | undefined;
  /** Without a store nothing is cached. */
  readonly store: ResponseStore | undefined;
  /** Subgraphs whose changes the gateway subscribes to; only their responses are cached. */
  readonly subscribed: ReadonlySet<string>;
  /** Reports each lookup. */
  readonly onLookup?: (result: CacheLookup) => void;
};

type Request = GraphQLRequestContext<GatewayContext>;
type Resolved = Request & OperationRequest;
type Hint = ReturnType<Request['overallCachePolicy']['policyIfCacheable']>;
/** Where a response is stored, and the policy that it was made under. */
type Slot = {
  readonly store: ResponseStore;
  readonly key: string;
  readonly policy: AccessPolicy;
  readonly subgraphs: readonly string[];
  readonly generations: readonly string[];
};

const hits = new WeakMap<object, CacheHit>();

/** Returns where the response to a request comes from, if it was found in the response cache. */
export const cacheHitOf = (request: object): CacheHit | undefined => hits.get(request);

/** Finds the slot of a response before anything is read, generations included (response-store.ts). */
async function slotOf(
  { store, subscribed }: ResponseCache,
  policy: AccessPolicy,
  audience: CacheAudience,
  request: Resolved,
): Promise<Slot | undefined> {
  if (!store || audience.kind === 'none' || request.operation.operation !== 'query') return;
  const { subgraphs } = operationSources(policy, request);
  const isCacheable = subgraphs.length > 0 && subgraphs.every((one) => subscribed.has(one));
  if (!isCacheable) return;
  const generations = await store.generations(subgraphs);
  const variables = request.request.variables ?? {};
  const { supergraphHash } = policy;
  const key = cacheKey({ supergraphHash, request, variables, audience, generations });
  return { store, key, policy, subgraphs, generations };
}

async function read(
  request: Request,
  { store, key, policy, subgraphs, generations }: Slot,
  audience: CacheAudience,
): Promise<GraphQLResponse | null> {
  const entry = await store.read(key);
  if (!entry) return null;
  const data = JSON.parse(entry.text) as Record<string, unknown>;
  const scope = isPublic(audience) ? 'PUBLIC' : 'PRIVATE';
  const { secondsLeft } = entry;
  request.overallCachePolicy.restrict({ maxAge: secondsLeft, scope });
  request.metrics.responseCacheHit = true;
  hits.set(request, { policy, subgraphs, generations, audience, secondsLeft });
  const http = { headers: new HeaderMap() };
  return { body: { kind: 'single', singleResult: { data } }, http };
}

/**
 * Writes complete responses only. A response that a subgraph marks private is written for a session
 * only: it depends on more than scopes.
 */
async function write(
  { response: { body } }: Request,
  { store, key }: Slot,
  audience: CacheAudience,
  hint: NonNullable<Hint>,
): Promise<void> {
  if (body?.kind !== 'single' || !body.singleResult.data || body.singleResult.errors) return;
  if (hint.scope === 'PRIVATE' && audience.kind !== 'session') return;
  const text = JSON.stringify(body.singleResult.data);
  if (text.length <= maxLength) await store.write(key, text, hint.maxAge);
}

/** Clients read their own writes, before the event arrives. A refused mutation wrote nothing. */
async function invalidateWritten(cache: ResponseCache, request: Request): Promise<void> {
  const { store, subscribed } = cache;
  const policy = cache.policy();
  const { body } = request.response;
  if (!store || !policy || request.operation?.operation !== 'mutation') return;
  if (body?.kind !== 'single' || !body.singleResult.data) return;
  const { rootSubgraphs } = operationSources(policy, request as Resolved);
  const written = rootSubgraphs.filter((subgraph) => subscribed.has(subgraph));
  if (written.length > 0) await store.invalidate(written);
}

function lookupOf(slot: Slot | undefined, response: GraphQLResponse | null): CacheLookup {
  if (!slot) return 'uncacheable';
  return response ? 'hit' : 'miss';
}

/** A store that is unavailable is a store without entries; its connection logs the failure. */
const ignoreFailure = () => undefined;

/**
 * Sets `Cache-Control`, and caches responses. Hints come from the subgraphs (`@cacheControl`); the
 * audience is decided here, since hints know fields and not viewers. Limits and shield have checked an
 * operation before its response is looked up.
 */
export const responseCache = (cache: ResponseCache): ApolloServerPlugin<GatewayContext> => ({
  async requestDidStart() {
    const { onLookup = () => undefined } = cache;
    let audience: CacheAudience = { kind: 'none' };
    let slot: Slot | undefined;
    let hint: Hint = null;
    return {
      async responseForOperation(request) {
        const policy = cache.policy();
        if (!policy || !request.operation) return null;
        const resolved = request as Resolved;
        try {
          audience = audienceOf(policy, resolved, request.contextValue.viewer);
          slot = await slotOf(cache, policy, audience, resolved);
          const response = slot ? await read(request, slot, audience) : null;
          onLookup(lookupOf(slot, response));
          return response;
        } catch {
          onLookup('unavailable');
          slot = undefined;
          return null;
        }
      },
      async executionDidStart({ overallCachePolicy, operation }) {
        return {
          async executionDidEnd() {
            // Hints on the result of a mutation hold for reading it, not for the change.
            if (operation?.operation !== 'query') overallCachePolicy.restrict({ maxAge: 0 });
            hint = overallCachePolicy.policyIfCacheable();
            if (!isPublic(audience)) overallCachePolicy.restrict({ scope: 'PRIVATE' });
          },
        };
      },
      async willSendResponse(request) {
        await invalidateWritten(cache, request).catch(ignoreFailure);
        if (!hint || !slot || slot.policy !== cache.policy()) return;
        // The response does not wait for it: Redis runs commands in their order.
        void write(request, slot, audience, hint).catch(ignoreFailure);
      },
    };
  },
});
