import type { ApolloServerPlugin } from '@apollo/server';
import { type DocumentNode, type GraphQLError, Kind } from 'graphql';
import type { GatewayContext } from '../context.ts';
import { operationError } from './errors.ts';

/** Reads an empty `operationName` in a URL as absent: GraphQL over HTTP, section 5.2. */
export const ignoreEmptyName: ApolloServerPlugin<GatewayContext> = {
  async requestDidStart({ request }) {
    if (request.http?.method !== 'GET' || request.operationName !== '') return;
    Object.assign(request, { operationName: undefined });
  },
};

function reason({ definitions }: DocumentNode, name: string | null | undefined): string {
  if (name === '') return 'The operationName is empty. Name an operation, or omit it.';
  if (name != null) return 'The document has no operation with this name.';
  const count = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length;
  return count === 0
    ? 'The document has no operation.'
    : `The document has ${count} operations. Name one of them in operationName.`;
}

/** OPERATION_RESOLUTION_FAILURE with the reason why a document and a name select no operation. */
export const noSuchOperation = (
  document: DocumentNode,
  name: string | null | undefined,
): GraphQLError => operationError('OPERATION_RESOLUTION_FAILURE', reason(document, name));
