import { createHash } from 'node:crypto';
import { type OperationDefinitionNode, parse } from 'graphql';
import type { OperationRequest } from '../operation/operation-request.ts';

const parsed = new Map<string, OperationRequest>();

/** Returns a query of the gateway itself as an operation; each text is parsed once. */
export function gatewayQuery(text: string): OperationRequest {
  const known = parsed.get(text);
  if (known) return known;
  const document = parse(text, { noLocation: true });
  const operation = document.definitions[0] as OperationDefinitionNode;
  const queryHash = createHash('sha256').update(text).digest('hex');
  const query = { document, operation, queryHash };
  parsed.set(text, query);
  return query;
}
