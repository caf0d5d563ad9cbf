import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { withoutSecurityPurpose } from '../supergraph/load-supergraph.ts';

/** Composes subgraphs into a supergraph that ApolloGateway accepts. Throws when they do not compose. */
export function composeSupergraph(subgraphs: Readonly<Record<string, string>>): string {
  const { supergraphSdl, errors } = composeServices(
    Object.entries(subgraphs).map(([name, sdl]) => ({
      name,
      url: `http://${name}`,
      typeDefs: parse(sdl),
    })),
  );
  if (!supergraphSdl) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return withoutSecurityPurpose(supergraphSdl);
}
