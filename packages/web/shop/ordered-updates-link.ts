import { ApolloLink } from '@apollo/client/link';
import { OperationTypeNode } from 'graphql';
import { concatMap, finalize } from 'rxjs';

/** After its request, an answer is not waited for longer: one that never comes must not stop the updates. */
const longestWaitMs = 10_000;

/**
 * Delivers each message of a subscription after the answers that are awaited when it arrives. The shop may have read an answer
 * before the message and send it later: written to the cache last, it would take back what the message says.
 */
export function createOrderedUpdatesLink(maxWaitMs = longestWaitMs): ApolloLink {
  const awaited = new Set<Promise<void>>();
  return new ApolloLink((operation, forward) => {
    if (operation.operationType === OperationTypeNode.SUBSCRIPTION) {
      return forward(operation).pipe(
        concatMap((message) => Promise.all(awaited).then(() => message)),
      );
    }
    let end = () => {};
    const answer = new Promise<void>((resolve) => {
      end = resolve;
    });
    const timer = setTimeout(end, maxWaitMs);
    awaited.add(answer);
    return forward(operation).pipe(
      finalize(() => {
        clearTimeout(timer);
        awaited.delete(answer);
        end();
      }),
    );
  });
}
