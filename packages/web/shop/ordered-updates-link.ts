import { ApolloLink } from '@apollo/client/link';
import { OperationTypeNode } from 'graphql';
import { concatMap, finalize } from 'rxjs';

/** Longer than the shop usually takes; a request that never ends must not stop the updates. */
const longestWaitMs = 10_000;

/**
 * Delivers each message of a subscription after the answers that are awaited when it arrives. The shop may have read an answer
 * before the message and send it later: written to the cache last, it would take back what the message says.
 */
export function createOrderedUpdatesLink(maxWaitMs = longestWaitMs): ApolloLink {
  const awaited = new Set<Promise<void>>();

  async function untilAnswered(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, maxWaitMs);
    });
    await Promise.race([Promise.all(awaited), timeout]);
    clearTimeout(timer);
  }

  return new ApolloLink((operation, forward) => {
    if (operation.operationType === OperationTypeNode.SUBSCRIPTION) {
      return forward(operation).pipe(
        concatMap(async (message) => {
          await untilAnswered();
          return message;
        }),
      );
    }
    let end = () => {};
    const answer = new Promise<void>((resolve) => {
      end = resolve;
    });
    awaited.add(answer);
    return forward(operation).pipe(
      finalize(() => {
        awaited.delete(answer);
        end();
      }),
    );
  });
}
