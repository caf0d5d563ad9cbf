import type { GatewayContext } from '../context.ts';
import type { OperationRequest } from '../operation/operation-request.ts';
import type { Executor } from '../supergraph/wrap-gateway.ts';

type Request = Parameters<Executor>[0];
type Result = Awaited<ReturnType<Executor>>;

/** Executes a query of the gateway itself, for the viewer of its context. */
export type Read = (
  query: OperationRequest,
  variables: Readonly<Record<string, unknown>>,
  context: GatewayContext,
) => Promise<Result>;

/** Reads of all subscriptions that run at once; further ones wait, so that a burst of events leaves room for requests. */
const maxReads = 32;

/** Nothing that a subscription reads is cached, so hints of subgraphs have no effect. */
const noCachePolicy = { restrict: () => undefined };

/** Creates the reads of subscriptions. */
export function createRead(execute: Executor): Read {
  const waiting: (() => void)[] = [];
  let running = 0;

  return async ({ document, operation, queryHash }, variables, context) => {
    if (running >= maxReads) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      const operationName = operation.name?.value;
      const request = { variables, ...(operationName && { operationName }) };
      return await execute({
        document,
        operation,
        operationName: operationName ?? null,
        queryHash,
        request,
        context,
        contextValue: context,
        metrics: {},
        overallCachePolicy: noCachePolicy,
      } as unknown as Request);
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
