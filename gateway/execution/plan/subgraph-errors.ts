import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { ClientPath } from './targets.ts';

/** Where the objects of a fetch are in the response, for the index of each representation; else of all of them. */
export type Places = (representation?: number) => readonly ClientPath[];

type Path = GraphQLFormattedError['path'];

/** Returns every path in the response that an error of a subgraph is about. */
function clientPaths(path: Path, places: Places, isOfEntities: boolean): (Path | undefined)[] {
  if (!path) return [undefined];
  if (!isOfEntities) return places().map((place) => [...place, ...path]);
  const [, representation, ...rest] = path;
  if (typeof representation !== 'number') return [...places()];
  return places(representation).map((place) => [...place, ...rest]);
}

function clientError(error: GraphQLFormattedError, subgraph: string, path: Path): GraphQLError {
  const { message, extensions } = error;
  return new GraphQLError(message || `The ${subgraph} service has failed.`, {
    ...(path && { path }),
    extensions: {
      code: 'DOWNSTREAM_SERVICE_ERROR',
      ...(typeof extensions === 'object' && extensions),
      serviceName: subgraph,
    },
  });
}

/** Returns the errors of a subgraph as errors of the response, one for every place that they are about. */
export const clientErrors = (
  errors: readonly GraphQLFormattedError[],
  subgraph: string,
  places: Places,
  isOfEntities: boolean,
): GraphQLError[] =>
  errors.flatMap((error) =>
    clientPaths(error.path, places, isOfEntities).map((path) => clientError(error, subgraph, path)),
  );
