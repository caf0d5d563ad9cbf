import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Viewer } from '@shop/schema';
import type { OperationDefinitionNode } from 'graphql';
import type { GatewayContext } from '../context.ts';
import type { OperationRequest } from '../operation/operation-request.ts';
import type { Executor } from '../supergraph/wrap-gateway.ts';
import { createSlots } from './slots.ts';

type Request = Parameters<Executor>[0];
type Result = Awaited<ReturnType<Executor>>;
type Variables = Readonly<Record<string, unknown>>;
type Hint = { readonly maxAge?: number; readonly scope?: 'PUBLIC' | 'PRIVATE' };
type Outcome = { readonly result: Result; readonly isPublic: boolean };

/** Executes a query of the gateway itself, for the viewer of its context. */
export type Read = (
  query: OperationRequest,
  variables: Variables,
  context: GatewayContext,
) => Promise<Result>;

/** Reads of all subscriptions that run at once; further ones wait, so that a burst leaves room for requests. */
const maxReads = 32;

/** All that a public response depends on besides its query: what shield reads of a viewer. */
const accessOf = (viewer: Viewer | undefined): readonly string[] | null =>
  viewer ? [...viewer.scopes].sort() : null;

/**
 * Creates the reads of subscriptions. Subscriptions that wait for the same public data share one read: one that has not
 * begun, so that it sees every change that caused it. Data are public when all subgraphs say so (`Cache-Control`).
 */
export function createRead(execute: Executor): Read {
  const inSlot = createSlots(maxReads);
  const publicOperations = new WeakSet<OperationDefinitionNode>();
  const waiting = new Map<string, Promise<Outcome>>();

  async function run(
    { document, operation, queryHash }: OperationRequest,
    variables: Variables,
    context: GatewayContext,
  ): Promise<Outcome> {
    const hints: Hint[] = [];
    const operationName = operation.name?.value;
    const result = await execute({
      ...{ document, operation, operationName: operationName ?? null, queryHash },
      request: { variables, ...(operationName && { operationName }) },
      ...{ context, contextValue: context, metrics: {} },
      overallCachePolicy: { restrict: (hint: Hint) => void hints.push(hint) },
    } as unknown as Request);
    const isPublic =
      hints.length > 0 &&
      hints.every(({ maxAge = 0, scope = 'PUBLIC' }) => maxAge > 0 && scope === 'PUBLIC');
    if (isPublic) publicOperations.add(operation);
    else publicOperations.delete(operation);
    return { result, isPublic };
  }

  /** Does not end with the subscription that asked first. */
  async function shared(key: string, ...[query, variables, context]: Parameters<Read>) {
    const { signal: _, ...others } = context;
    await nextTurn();
    return inSlot(() => {
      waiting.delete(key);
      return run(query, variables, others);
    });
  }

  return async (query, variables, context) => {
    const alone = () => inSlot(() => run(query, variables, context));
    if (!publicOperations.has(query.operation)) return (await alone()).result;
    const name = query.operation.name?.value;
    const key = JSON.stringify([query.queryHash, name, variables, accessOf(context.viewer)]);
    const known = waiting.get(key);
    if (known) {
      const { result, isPublic } = await known;
      return isPublic ? result : (await alone()).result;
    }
    const own = shared(key, query, variables, context);
    waiting.set(key, own);
    return (await own).result;
  };
}
