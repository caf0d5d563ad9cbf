import type { ApolloServerPlugin } from '@apollo/server';
import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import type { GatewayContext } from '../context.ts';
import { type FormatError, formatFor } from '../operation/errors.ts';
import { patchesOf } from './patches.ts';
import { hasDefer } from './without-defer.ts';

type Data = Readonly<Record<string, unknown>>;
type First = { readonly data: Data; readonly errors: readonly GraphQLFormattedError[] };

/**
 * Whether a client reads parts in the format of Apollo Client (`deferSpec=20220824`). With a newer one in the header Apollo
 * Server would announce that.
 */
const readsParts = (accept: string | undefined): boolean =>
  /multipart\/mixed\s*;\s*deferSpec=20220824/i.test(accept ?? '') &&
  !/incrementalSpec/i.test(accept ?? '');

const textOf = ({ message, path, extensions }: GraphQLFormattedError) =>
  JSON.stringify([message, path, extensions?.['code']]);

/** Returns the last part of a response: all that the first has not. */
async function lastPart(first: First, whole: Promise<ExecutionResult>, format: FormatError) {
  const result = await whole.catch(
    (error): ExecutionResult => ({ data: first.data, errors: [error] }),
  );
  const sent = new Set(first.errors.map(textOf));
  const errors = (result.errors ?? [])
    .map((error) => formatFor(format, error))
    .filter((error) => !sent.has(textOf(error)));
  return { incremental: patchesOf(first.data, result.data, errors), hasNext: false };
}

/** Sends the response of a query with `@defer` in two parts, to clients that read them; others get it as a whole. */
export const sendInParts = (formatError: FormatError): ApolloServerPlugin<GatewayContext> => ({
  async requestDidStart() {
    let whole: Promise<ExecutionResult> | undefined;
    return {
      async didResolveOperation({
        request,
        contextValue,
        operation,
        document,
        overallCachePolicy,
      }) {
        if (operation?.operation !== 'query' || !readsParts(request.http?.headers.get('accept')))
          return;
        if (!hasDefer(document)) return;
        Object.assign(contextValue, {
          onDeferred(promise: Promise<ExecutionResult>) {
            whole = promise;
            // It is awaited when the first part has been sent, if that has data.
            promise.catch(() => undefined);
            overallCachePolicy.restrict({ maxAge: 0 });
          },
        } satisfies Pick<GatewayContext, 'onDeferred'>);
      },
      async willSendResponse({ response }) {
        if (!whole || response.body.kind !== 'single') return;
        const { singleResult } = response.body;
        const { data, errors = [] } = singleResult;
        if (!data) return;
        const last = lastPart({ data, errors }, whole, formatError);
        response.body = {
          kind: 'incremental',
          initialResult: { ...singleResult, hasNext: true },
          subsequentResults: (async function* () {
            yield await last;
          })() as never,
        };
      },
    };
  },
});
