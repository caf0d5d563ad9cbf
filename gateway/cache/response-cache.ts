import {
  type ApolloServerPlugin,
  type GraphQLRequestContext,
  type GraphQLResponse,
  HeaderMap,
} from '@apollo/server';
import type { Asked, Policy } from '../access/policy.ts';
import type { GatewayContext } from '../context.ts';
import { answerKey } from './answer-key.ts';
import type { AnswerStore } from './answer-store.ts';
import { isPublic, type Reader, readerOf } from './reader.ts';
import { readingOf } from './reading.ts';

/** Longer answers are not kept, in characters: a full page of products has a tenth of it. */
const maxLength = 256 * 1024;

export type ResponseCache = {
  readonly policy: () => Policy | undefined;
  /** Nothing is kept without one. */
  readonly store: AnswerStore | undefined;
  /** Subgraphs of which the gateway hears what changes; answers are kept of these alone. */
  readonly heard: ReadonlySet<string>;
};

type Request = GraphQLRequestContext<GatewayContext>;
type Resolved = Request & Asked;
type Hint = ReturnType<Request['overallCachePolicy']['policyIfCacheable']>;
type Place = { readonly store: AnswerStore; readonly key: string; readonly policy: Policy };

/** Where an answer belongs; found before anything is read, generations included (answer-store.ts). */
async function placeOf(
  { store, heard }: ResponseCache,
  policy: Policy,
  reader: Reader,
  request: Resolved,
): Promise<Place | undefined> {
  if (!store || reader.kind === 'nobody' || request.operation.operation !== 'query')
    return undefined;
  const { supergraph, subgraphs } = readingOf(policy, request);
  const isHeard = subgraphs.length > 0 && subgraphs.every((subgraph) => heard.has(subgraph));
  if (!isHeard) return undefined;
  const generations = await store.generations(subgraphs);
  const variables = request.request.variables ?? {};
  const key = answerKey({ supergraph, asked: request, variables, reader, generations });
  return { store, key, policy };
}

async function given(
  { overallCachePolicy, metrics }: Request,
  { store, key }: Place,
  reader: Reader,
): Promise<GraphQLResponse | null> {
  const kept = await store.get(key);
  if (!kept) return null;
  const data = JSON.parse(kept.text) as Record<string, unknown>;
  const scope = isPublic(reader) ? 'PUBLIC' : 'PRIVATE';
  overallCachePolicy.restrict({ maxAge: kept.secondsLeft, scope });
  metrics.responseCacheHit = true;
  const http = { headers: new HeaderMap() };
  return { body: { kind: 'single', singleResult: { data } }, http };
}

/**
 * Keeps what is whole. What a subgraph calls private is kept for a session only: it depends on more than
 * scopes.
 */
async function keep(
  { response: { body } }: Request,
  { store, key }: Place,
  reader: Reader,
  hint: NonNullable<Hint>,
): Promise<void> {
  if (body?.kind !== 'single' || !body.singleResult.data || body.singleResult.errors) return;
  if (hint.scope === 'PRIVATE' && reader.kind !== 'session') return;
  const text = JSON.stringify(body.singleResult.data);
  if (text.length <= maxLength) await store.set(key, text, hint.maxAge);
}

/** Who writes reads her own writes, before their event has come around. A refused mutation wrote nothing. */
async function outdate({ policy, store, heard }: ResponseCache, request: Request): Promise<void> {
  const current = policy();
  const { body } = request.response;
  if (!store || !current || request.operation?.operation !== 'mutation') return;
  if (body?.kind !== 'single' || !body.singleResult.data) return;
  const { atRoot } = readingOf(current, request as Resolved);
  const written = atRoot.filter((subgraph) => heard.has(subgraph));
  if (written.length > 0) await store.outdate(written);
}

/** A store that is away is one that keeps nothing: who knows of it says so in the log. */
const ignored = () => undefined;

/**
 * Says in `Cache-Control` for how long and by whom an answer may be kept, and keeps it here too. Hints come
 * from the subgraphs (`@cacheControl`); whom an answer is for is judged here, since hints know fields and
 * not who asks. The limits and the shield have judged an operation before its answer is looked for.
 */
export const responseCache = (cache: ResponseCache): ApolloServerPlugin<GatewayContext> => ({
  async requestDidStart() {
    let reader: Reader = { kind: 'nobody' };
    let place: Place | undefined;
    let hint: Hint = null;
    return {
      async responseForOperation(request) {
        const policy = cache.policy();
        if (!policy || !request.operation) return null;
        const resolved = request as Resolved;
        try {
          reader = readerOf(policy, resolved, request.contextValue.viewer);
          place = await placeOf(cache, policy, reader, resolved);
          return place ? await given(request, place, reader) : null;
        } catch {
          place = undefined;
          return null;
        }
      },
      async executionDidStart({ overallCachePolicy, operation }) {
        return {
          async executionDidEnd() {
            // Hints of what a mutation returns hold for reading it, not for the change.
            if (operation?.operation !== 'query') overallCachePolicy.restrict({ maxAge: 0 });
            hint = overallCachePolicy.policyIfCacheable();
            if (!isPublic(reader)) overallCachePolicy.restrict({ scope: 'PRIVATE' });
          },
        };
      },
      async willSendResponse(request) {
        await outdate(cache, request).catch(ignored);
        if (!hint || !place || place.policy !== cache.policy()) return;
        // Nobody waits for it, and Redis takes commands in their order.
        void keep(request, place, reader, hint).catch(ignored);
      },
    };
  },
});
