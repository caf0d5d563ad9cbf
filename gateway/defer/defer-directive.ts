import {
  DirectiveLocation,
  GraphQLBoolean,
  GraphQLDirective,
  GraphQLNonNull,
  GraphQLSchema,
  GraphQLString,
} from 'graphql';
import type { Gateway } from '../supergraph/wrap-gateway.ts';

/** `@defer`, as the query planner reads it. graphql-js 16 has no definition of it. */
export const deferDirective = new GraphQLDirective({
  name: 'defer',
  description:
    'The fragment may arrive in a later part of the response (multipart/mixed). Experimental.',
  locations: [DirectiveLocation.FRAGMENT_SPREAD, DirectiveLocation.INLINE_FRAGMENT],
  args: {
    if: { type: new GraphQLNonNull(GraphQLBoolean), defaultValue: true },
    label: { type: GraphQLString },
  },
});

const withDefer = (schema: GraphQLSchema): GraphQLSchema => {
  const config = schema.toConfig();
  return new GraphQLSchema({ ...config, directives: [...config.directives, deferDirective] });
};

/** Returns a gateway whose schemas have `@defer`. */
export const offerDefer = (gateway: Gateway): Gateway => ({
  onSchemaLoadOrUpdate: (listener) =>
    gateway.onSchemaLoadOrUpdate((loaded) =>
      listener({ ...loaded, apiSchema: withDefer(loaded.apiSchema) }),
    ),
  load: (options) => gateway.load(options),
  stop: () => gateway.stop(),
});
