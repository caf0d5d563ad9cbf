import { createHash } from 'node:crypto';
import { graphqlError } from '@shop/service';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { type FormatError, formatFor } from '../operation/errors.ts';
import type { StreamResult } from './update-stream.ts';

type Response = {
  readonly data?: Readonly<Record<string, unknown>> | null | undefined;
  readonly errors?: readonly (GraphQLError | GraphQLFormattedError)[] | undefined;
};

const codeOf = ({ extensions }: GraphQLFormattedError): unknown => extensions?.['code'];

export type Message = StreamResult & {
  /** A dependency has failed: the read should be repeated. */
  readonly isIncomplete: boolean;
};

/**
 * Returns the message for what was read. Throws what ends the subscription: an error that a later read cannot change, and
 * NOT_FOUND for a missing entity.
 */
export function messageOf(
  { data, errors = [] }: Response,
  responseKey: string,
  formatError: FormatError,
): Message {
  const formatted = errors.map((error) =>
    error instanceof GraphQLError ? formatFor(formatError, error) : formatError(error, error),
  );
  const isIncomplete = formatted.some((error) => codeOf(error) === 'SERVICE_UNAVAILABLE');
  if ((data?.[responseKey] ?? null) === null && !isIncomplete) {
    const [fault] = formatted;
    if (!fault) throw notFound();
    throw new GraphQLError(fault.message, { extensions: { ...fault.extensions } });
  }
  const result = { data: data ?? { [responseKey]: null }, isIncomplete };
  return formatted.length > 0 ? { ...result, errors: formatted } : result;
}

/** Returns what tells one message from another. */
export const digestOf = (result: StreamResult): string =>
  createHash('sha256').update(JSON.stringify(result)).digest('base64');

const notFound = () =>
  graphqlError(
    'NOT_FOUND',
    'What was subscribed to does not exist, or the requester may not see it.',
  );
