import { onTestFinished } from 'vitest';
import { subscribedSubgraphs } from '../cache/invalidation-feed.ts';
import {
  cacheableSubgraphs,
  sourcesOf,
  startSubgraphs,
  type Values,
} from './cacheable-subgraphs.ts';
import { composeSupergraph } from './compose-supergraph.ts';
import { json, type Reply, send } from './send-request.ts';
import { authenticateByName, startGatewayOver } from './test-gateway.ts';

/** Returns the headers of a user; the token `expired` has expired, and names that begin with `staff` are staff. */
export const as = (name: string) => ({ authorization: `Bearer ${name}` });

const authenticateStaff: typeof authenticateByName = async (authorization) => {
  const identity = await authenticateByName(authorization);
  const { viewer } = identity;
  if (!viewer?.id.startsWith('staff')) return identity;
  return { ...identity, viewer: { ...viewer, scopes: new Set(['catalog:write']) } };
};

/** Starts a gateway over HTTP that caches the responses of three subgraphs, whose values the test may change. */
export async function startResendingGateway(
  variables: Readonly<Record<string, string>> = {},
  authenticate = authenticateStaff,
) {
  const values: Values = { price: 10, cost: 1, available: 7, text: 'x' };
  const started = await startSubgraphs(values, []);
  const gateway = await startGatewayOver({
    supergraphSdl: composeSupergraph(cacheableSubgraphs),
    dataSource: sourcesOf(started),
    subscribed: subscribedSubgraphs,
    authenticate,
    variables,
  });
  for (const { stop } of [gateway, ...started]) onTestFinished(stop);
  /** Sends a request and tells whether its response was sent again. */
  async function watch(sending: () => Promise<Reply>) {
    const before = gateway.resent();
    const reply = await sending();
    return { ...reply, isResent: gateway.resent() > before };
  }
  return {
    ...gateway,
    values,
    get: (parameters: Record<string, string>, headers: Record<string, string> = {}) =>
      watch(() => send(`${gateway.url}?${new URLSearchParams(parameters)}`, { headers })),
    ask: (query: string, headers: Record<string, string> = {}, others: object = {}) =>
      watch(() => send(gateway.url, json({ query, ...others }, headers))),
    post: (body: object, headers: Record<string, string> = {}) =>
      watch(() => send(gateway.url, json(body, headers))),
  };
}

/** Sends a request three times: it is executed, found in the response cache, and sent again. Returns the last reply. */
export async function thrice<T>(sending: () => Promise<T>): Promise<T> {
  await sending();
  await sending();
  return sending();
}
