import type { Viewer } from '@shop/schema';
import { forbidden } from '@shop/service';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { shieldTree } from './shield-tree.ts';

/** `Type.field` -> why this viewer may not have it. */
export type Denials = ReadonlyMap<string, GraphQLError>;

type Middleware = (resolve: () => unknown, ...rest: unknown[]) => Promise<unknown>;
/** Rules that combine others are wrapped in an object. */
type Generated = Middleware | { readonly resolve: Middleware };
type MiddlewareMap = Readonly<Record<string, Readonly<Record<string, Generated>> | undefined>>;

const granted = Symbol('granted');

/**
 * Asks the middleware that graphql-shield generates for each field, in place of resolving it: a
 * gateway resolves no fields itself. Only an explicit yes counts; anything else is a denial.
 */
export function createShield(tree: ReturnType<typeof shieldTree>, schema: GraphQLSchema) {
  const middlewares = tree.generate(schema) as unknown as MiddlewareMap;

  return async (coordinates: readonly string[], viewer: Viewer | undefined): Promise<Denials> => {
    const context = { viewer };
    const denialOf = async (coordinate: string): Promise<GraphQLError | undefined> => {
      const [type = '', field = ''] = coordinate.split('.');
      const generated = middlewares[type]?.[field];
      const middleware = typeof generated === 'object' ? generated.resolve : generated;
      const answer = await middleware?.(() => granted, undefined, {}, context, {});
      if (answer === granted) return undefined;
      return answer instanceof GraphQLError ? answer : forbidden();
    };
    const answers = await Promise.all(coordinates.map(denialOf));
    return new Map(
      coordinates.flatMap((coordinate, n) => (answers[n] ? [[coordinate, answers[n]]] : [])),
    );
  };
}
