import type { Viewer } from '@shop/schema';
import { forbidden } from '@shop/service';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { shieldTree } from './shield-tree.ts';

/** `Type.field` -> the error with which this viewer may not have it. */
export type Denials = ReadonlyMap<string, GraphQLError>;

type Middleware = (resolve: () => unknown, ...rest: unknown[]) => Promise<unknown>;
/** Shield wraps rules that combine others in an object. */
type Generated = Middleware | { readonly resolve: Middleware };
type MiddlewareMap = Readonly<Record<string, Readonly<Record<string, Generated>> | undefined>>;

const granted = Symbol('granted');

/**
 * Calls the middleware that graphql-shield generates for each field, in place of resolving the field: a
 * gateway resolves no fields itself. Only an explicit grant counts; anything else is a denial.
 */
export function createShieldCheck(tree: ReturnType<typeof shieldTree>, schema: GraphQLSchema) {
  const middlewares = tree.generate(schema) as unknown as MiddlewareMap;

  return async (coordinates: readonly string[], viewer: Viewer | undefined): Promise<Denials> => {
    const context = { viewer };
    const denialOf = async (coordinate: string): Promise<GraphQLError | undefined> => {
      const [type = '', field = ''] = coordinate.split('.');
      const generated = middlewares[type]?.[field];
      const middleware = typeof generated === 'object' ? generated.resolve : generated;
      const result = await middleware?.(() => granted, undefined, {}, context, {});
      if (result === granted) return undefined;
      return result instanceof GraphQLError ? result : forbidden();
    };
    const errors = await Promise.all(coordinates.map(denialOf));
    return new Map(
      coordinates.flatMap((coordinate, n) => (errors[n] ? [[coordinate, errors[n]]] : [])),
    );
  };
}
