import type { ExecutionResult } from 'graphql';
import type { GatewayContext } from '../context.ts';

type Request = { readonly context: object };
type Result = ExecutionResult<Record<string, unknown>, Record<string, unknown>>;

/**
 * Returns a request whose whole response passes through `change`, where its first part is returned before. `isFirst` says
 * whether what the executor has returned is that first part.
 */
export function afterDeferred<R extends Request>(
  request: R,
  change: (whole: Result) => Result | Promise<Result>,
): { readonly request: R; readonly isFirst: () => boolean } {
  const { onDeferred } = request.context as GatewayContext;
  if (!onDeferred) return { request, isFirst: () => false };
  let isFirst = false;
  const context: Partial<GatewayContext> = {
    ...request.context,
    onDeferred(whole) {
      isFirst = true;
      onDeferred(whole.then((result) => change(result as Result)));
    },
  };
  return { request: { ...request, context }, isFirst: () => isFirst };
}
