import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
} from 'graphql';

type Data = Record<string, unknown>;

/**
 * Executes the client's own operation over data that were fetched without the denied fields. Each denied
 * field becomes null with its error at its exact path, and nulls propagate by the GraphQL specification,
 * section 6.4.4. Errors of the fetch come first.
 */
export async function completeResult(
  schema: GraphQLSchema,
  document: DocumentNode,
  request: { readonly operationName?: string | null; readonly variables?: Data },
  fetched: ExecutionResult<Data, Data>,
  denials: ReadonlyMap<string, GraphQLError>,
): Promise<ExecutionResult<Data, Data>> {
  if (!fetched.data) return fetched;
  const fieldResolver: GraphQLFieldResolver<Data, unknown> = (source, _args, _context, info) => {
    const denial = denials.get(`${info.parentType.name}.${info.fieldName}`);
    if (denial) throw denial;
    return Object.hasOwn(source, info.path.key) ? source[info.path.key] : null;
  };
  const completed = await execute({
    schema,
    document,
    rootValue: fetched.data,
    operationName: request.operationName ?? null,
    variableValues: request.variables ?? {},
    fieldResolver,
    typeResolver: (value) => (value as { __typename: string }).__typename,
  });
  const errors = [...(fetched.errors ?? []), ...(completed.errors ?? [])];
  return {
    ...fetched,
    ...(completed.data !== undefined && { data: completed.data as Data | null }),
    ...(errors.length > 0 && { errors }),
  };
}
