import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { scalars } from '@shop/service';
import { type GraphQLSchema, isScalarType, valueFromASTUntyped } from 'graphql';
import type { GatewayContext } from '../context.ts';

type Gateway = ApolloServerOptionsWithGateway<GatewayContext>['gateway'];

/**
 * Makes the shop's own scalars refuse what no subgraph would take: variables with BAD_USER_INPUT and
 * their path, literals when the operation is validated. What is right goes on as it was sent. Scalars
 * of other graphs take anything.
 */
function check(schema: GraphQLSchema): void {
  for (const scalar of Object.values(scalars)) {
    const type = schema.getType(scalar.name);
    if (!isScalarType(type)) continue;
    type.parseValue = (value) => {
      scalar.parseValue(value);
      return value;
    };
    type.parseLiteral = (node, variables) => {
      scalar.parseLiteral(node, variables);
      return valueFromASTUntyped(node, variables);
    };
  }
}

/** A gateway that checks scalars itself, whichever supergraph it serves at the moment. */
export const checkingScalars = (gateway: Gateway): Gateway => ({
  onSchemaLoadOrUpdate: (listener) =>
    gateway.onSchemaLoadOrUpdate((loaded) => {
      check(loaded.apiSchema);
      listener(loaded);
    }),
  load: (options) => gateway.load(options),
  stop: () => gateway.stop(),
});
