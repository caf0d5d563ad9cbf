import { ApolloLink } from '@apollo/client/link';
import { from, mergeMap, type Observable } from 'rxjs';
import { codesOf, type Outcome, outcomes, pass, responseOf } from './outcome.ts';
import { mutationsOf, withCookie, withoutToken } from './root-fields.ts';
import type { Session } from './session.ts';

type Operation = ApolloLink.Operation;
type Headers = Readonly<Record<string, string>>;

function addHeaders(operation: Operation, headers: Headers): void {
  operation.setContext((context: { readonly headers?: Headers }) => ({
    headers: { ...context.headers, ...headers },
  }));
}

/** Whether the shop has refused the whole operation for its access token, so that nothing of it was done. */
function isRefused(operation: Operation, outcome: Outcome): boolean {
  if ('error' in outcome) return responseOf(operation)?.status === 401;
  return !outcome.result.data && codesOf(outcome).includes('UNAUTHENTICATED');
}

/** Whether the shop has ignored the access token, which had expired, and answered without a viewer. */
const isIgnored = (outcome: Outcome): boolean =>
  'result' in outcome && outcome.result.extensions?.['accessToken'] !== undefined;

/**
 * Sends the access token of the session, and an operation that is refused for it once more with a new one. Operations that
 * sign in, or that a link in an e-mail leads to, are sent without a token.
 */
export const createSessionLink = (session: Session): ApolloLink =>
  new ApolloLink((operation, forward) => {
    const mutations = mutationsOf(operation.query);
    if (session.mode === 'cookie' && mutations.some((name) => withCookie.includes(name))) {
      operation.setContext({ credentials: 'include' });
      addHeaders(operation, { 'x-session-mode': 'cookie' });
    }
    if (mutations.length > 0 && mutations.every((name) => withoutToken.includes(name))) {
      return forward(operation);
    }

    const sendWith = (token: string | undefined): Observable<ApolloLink.Result> => {
      if (token) addHeaders(operation, { authorization: `Bearer ${token}` });
      return forward(operation);
    };
    const sendAgain = (used: string, outcome: Outcome) =>
      from(session.refresh(used).catch(() => undefined)).pipe(
        mergeMap((token) => (token ? sendWith(token) : pass(outcome))),
      );
    return from(session.accessToken()).pipe(
      mergeMap((token) =>
        outcomes(sendWith(token)).pipe(
          mergeMap((outcome) => {
            if (!token) return pass(outcome);
            if (isRefused(operation, outcome)) return sendAgain(token, outcome);
            if (isIgnored(outcome)) void session.refresh(token).catch(() => undefined);
            return pass(outcome);
          }),
        ),
      ),
    );
  });
