import { GraphQLError } from 'graphql';
import type { OperationRequest } from '../operation/operation-request.ts';
import type { AccessPolicy } from './policy.ts';
import type { Denials } from './shield-check.ts';

/** Returns one error for each denied field, at the first place where the operation selects it. */
export const denialErrors = (
  policy: AccessPolicy,
  request: OperationRequest,
  denials: Denials,
): GraphQLError[] =>
  [...denials].map(
    ([coordinate, { message, extensions }]) =>
      new GraphQLError(message, { path: policy.firstPath(request, coordinate), extensions }),
  );
