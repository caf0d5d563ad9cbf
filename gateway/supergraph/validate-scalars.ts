import { scalars } from '@shop/service';
import { type GraphQLSchema, isScalarType, valueFromASTUntyped } from 'graphql';
import { type Gateway, wrapGateway } from './wrap-gateway.ts';

/**
 * Makes the shop's own scalars reject what every subgraph would reject: variables with BAD_USER_INPUT
 * and their path, literals when the operation is validated. Valid values pass on unchanged. Scalars of
 * other graphs accept anything.
 */
function addValidation(schema: GraphQLSchema): void {
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

/** Returns a gateway that validates scalars itself, for each supergraph that it loads. */
export const validateScalars = (gateway: Gateway): Gateway =>
  wrapGateway(gateway, { onLoad: ({ apiSchema }) => addValidation(apiSchema) });
