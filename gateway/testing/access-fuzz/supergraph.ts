import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { withoutSecurityMarks } from '../../supergraph/supergraph.ts';

/** Composes subgraphs into a supergraph as ApolloGateway takes it. Throws when they do not fit. */
export function composed(subgraphs: Readonly<Record<string, string>>): string {
  const { supergraphSdl, errors } = composeServices(
    Object.entries(subgraphs).map(([name, sdl]) => ({
      name,
      url: `http://${name}`,
      typeDefs: parse(sdl),
    })),
  );
  if (!supergraphSdl) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return withoutSecurityMarks(supergraphSdl);
}
