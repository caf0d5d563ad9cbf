import type { DocumentNode, OperationDefinitionNode } from 'graphql';

/** An operation in its document. */
export type ParsedOperation = {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
};

/** An operation as Apollo Server has parsed, validated and selected it. */
export type OperationRequest = ParsedOperation & { readonly queryHash: string };
