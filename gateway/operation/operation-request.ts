import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';

/** An operation in its document. */
export type ParsedOperation = {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
};

/** An operation as Apollo Server has parsed, validated and selected it. */
export type OperationRequest = ParsedOperation & { readonly queryHash: string };

/** A subscription that has passed every check that an operation passes. */
export type AcceptedSubscription = OperationRequest & {
  readonly schema: GraphQLSchema;
  readonly variables: Readonly<Record<string, unknown>>;
};
