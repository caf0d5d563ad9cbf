import { ServerError, ServerParseError } from '@apollo/client/errors';
import { ApolloLink } from '@apollo/client/link';
import { catchError } from 'rxjs';

let message = 'The shop did not answer.';

/** Sets the message of operations to which the shop did not answer, in the language of the page. */
export function setUnansweredMessage(text: string): void {
  message = text;
}

/** What `fetch` throws without a network, and what stands for a response that is not from the shop. */
const isUnanswered = (error: unknown): boolean =>
  error instanceof TypeError || ServerError.is(error) || ServerParseError.is(error);

/** Gives the errors of operations to which the shop did not answer a message for people; browsers write their own in English. */
export const unansweredLink = new ApolloLink((operation, forward) =>
  forward(operation).pipe(
    catchError((cause: unknown) => {
      throw isUnanswered(cause) ? new Error(message, { cause }) : cause;
    }),
  ),
);
