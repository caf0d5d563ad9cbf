import { newId } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { describe, expect, it } from 'vitest';
import type { GatewayContext } from '../context.ts';
import type { RequestContext } from './plan/subgraph-reply.ts';
import { createShare } from './share-queries.ts';

const viewerOf = (change: Partial<Viewer> = {}): Viewer => ({
  id: newId(),
  email: 'nel@shop.example',
  emailVerified: true,
  roles: ['CUSTOMER'],
  scopes: new Set(),
  sessionId: 's',
  ...change,
});

type Change = Partial<GatewayContext> & {
  readonly variables?: object;
  readonly kind?: 'query' | 'mutation';
};

/** Returns a request; its cache policy collects what restricts it. */
function requestOf({ variables = {}, kind = 'query', ...context }: Change = {}) {
  const restrictions: object[] = [];
  const request = {
    context: { requestId: newId(), hasExpiredToken: false, ...context },
    request: { variables },
    operation: { operation: kind },
    overallCachePolicy: {
      maxAge: undefined as number | undefined,
      scope: undefined,
      restrict: (hint: object) => void restrictions.push(hint),
    },
  };
  return { request: request as unknown as RequestContext, restrictions };
}

type Response = { data: { n: number; list: number[] } | null; errors?: readonly string[] };

/** Executions that end when the test says so. */
function createRuns() {
  const runs: {
    request: RequestContext;
    end(response: Response): void;
    fail(error: Error): void;
  }[] = [];
  const run = (request: RequestContext) =>
    new Promise<Response>((resolve, reject) => runs.push({ request, end: resolve, fail: reject }));
  return { runs, run };
}
const operation = {};
const response = (): Response => ({ data: { n: 1, list: [1] } });

describe('queries in flight', () => {
  it('equal queries of one viewer share one execution, and each has data of its own', async () => {
    const share = createShare();
    const { runs, run } = createRuns();
    const viewer = viewerOf();
    const two = [1, 2].map(() =>
      share(operation, requestOf({ viewer: { ...viewer } }).request, run),
    );
    expect(runs).toHaveLength(1);
    runs[0]?.end(response());
    const [one, other] = await Promise.all(two);
    expect([one, other]).toEqual([response(), response()]);
    one?.data?.list.push(2);
    expect(other).toEqual(response());
  });

  const viewer = viewerOf();
  it.each<[string, Change, Change]>([
    ['two viewers', { viewer }, { viewer: { ...viewer, id: newId() } }],
    ['two sessions of a viewer', { viewer }, { viewer: { ...viewer, sessionId: 't' } }],
    ['other scopes', { viewer }, { viewer: { ...viewer, scopes: new Set(['orders:read']) } }],
    ['a viewer and an anonymous client', { viewer }, {}],
    ['other variables', { variables: { a: 1 } }, { variables: { a: 2 } }],
    ['two addresses', { address: '192.0.2.1' }, { address: '192.0.2.2' }],
    ['two user agents', { userAgent: 'a' }, { userAgent: 'b' }],
  ])('%s never share', (_, one, other) => {
    const share = createShare();
    const { runs, run } = createRuns();
    for (const change of [one, other]) void share(operation, requestOf(change).request, run);
    expect(runs).toHaveLength(2);
  });

  it('other operations, mutations and requests with a refresh cookie never share', () => {
    const share = createShare();
    const { runs, run } = createRuns();
    const cookie = { refreshCookie: {} as NonNullable<GatewayContext['refreshCookie']> };
    for (const of of [{}, {}]) void share(of, requestOf().request, run);
    for (const change of [{ kind: 'mutation' as const }, cookie]) {
      void share(operation, requestOf(change).request, run);
      void share(operation, requestOf(change).request, run);
    }
    expect(runs).toHaveLength(6);
  });

  it('a query that begins after the end of another is executed again, after an error too', async () => {
    const share = createShare();
    const { runs, run } = createRuns();
    const first = share(operation, requestOf().request, run);
    runs[0]?.fail(new Error('no plan'));
    await expect(first).rejects.toThrow('no plan');
    void share(operation, requestOf().request, run);
    expect(runs).toHaveLength(2);
  });

  it('every request has the cache policy of the execution', async () => {
    const share = createShare();
    const { runs, run } = createRuns();
    const leader = requestOf();
    const follower = requestOf();
    const both = [leader, follower].map(({ request }) => share(operation, request, run));
    leader.request.overallCachePolicy.maxAge = 5;
    runs[0]?.end(response());
    await Promise.all(both);
    expect(follower.restrictions).toEqual([{ maxAge: 5, scope: undefined }]);
  });
});

describe('a client that goes', () => {
  const signalOf = ({ request }: { request: RequestContext }) =>
    (request.context as GatewayContext).signal;

  it('the execution goes on until all its clients have gone', async () => {
    const share = createShare();
    const { runs, run } = createRuns();
    const [one, other] = [new AbortController(), new AbortController()];
    for (const { signal } of [one, other])
      void share(operation, requestOf({ signal }).request, run);
    const [flight] = runs;
    if (!flight) throw new Error('nothing runs');
    one.abort();
    expect(signalOf(flight)?.aborted).toBe(false);
    other.abort();
    expect(signalOf(flight)?.aborted).toBe(true);
    void share(operation, requestOf().request, run);
    expect(runs).toHaveLength(2);
  });
});
