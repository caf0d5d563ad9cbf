import type { ApolloServer } from '@apollo/server';
import type { Log, Service } from '@shop/service';
import { type RequestHandler, Router } from 'express';
import type { GraphQLSchema } from 'graphql';
import type { GatewayContext } from '../context.ts';
import { restRoot } from '../http/problem.ts';
import { type ContextOptions, requestContexts } from '../http/request-context.ts';
import { type CompiledRoute, compileRoute } from './compile-routes.ts';
import { problemOf } from './errors.ts';
import { serveExplorer } from './explorer/serve-explorer.ts';
import { handleRoute, type RouteOptions } from './handle-route.ts';
import { openApiDocument } from './openapi/document.ts';
import { readBody } from './read-body.ts';
import { apiRoot, type RestRoute } from './route.ts';
import { restRoutes } from './routes/index.ts';
import { sendError } from './send-error.ts';

export type RestOptions = ContextOptions & {
  readonly log: Log;
  readonly routes?: readonly RestRoute[];
};

/** Compiles the routes that fit a schema, and logs the others: a gateway of another graph serves none of them. */
function compileAll(schema: GraphQLSchema, routes: readonly RestRoute[], log: Log) {
  const compiled: CompiledRoute[] = [];
  const faults: string[] = [];
  for (const route of routes) {
    try {
      compiled.push(compileRoute(schema, route));
    } catch (error) {
      faults.push(`${route.method} ${route.path}: ${(error as Error).message}`);
    }
  }
  if (faults.length > 0) log.warn({ faults }, 'REST routes do not fit the schema');
  return compiled;
}

/** `/users/{userId}` in the syntax of Express. */
const expressPath = (path: string) => path.replace(/\{(\w+)\}/g, ':$1');

/** Refuses other methods of a path that is served (RFC 9110, section 15.5.6). */
function onlyMethods(methods: readonly string[]): RequestHandler {
  const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
  return () => {
    const detail = `Only ${methods.join(', ')} is served here.`;
    throw problemOf('BAD_REQUEST', detail, { status: 405, headers: { allow } });
  };
}

function routerOf(routes: readonly CompiledRoute[], options: RouteOptions): Router {
  const router = Router({ caseSensitive: true });
  for (const path of new Set(routes.map((route) => route.path))) {
    const here = routes.filter((route) => route.path === path);
    const served = router.route(expressPath(path));
    for (const route of here) {
      const method = route.method.toLowerCase() as 'get';
      served[method](...(method === 'get' ? [] : readBody), handleRoute(route, options));
    }
    served.all(onlyMethods(here.map(({ method }) => method)));
  }
  return router;
}

type Served = { readonly router: Router; readonly document: () => unknown };

/**
 * Serves REST at `/api/v1`: each route runs its documents as `/graphql` would run them for the same client. The first
 * request after a schema was loaded compiles the routes (about 100 ms), so that no start waits for them. Call it before
 * Apollo Server starts.
 */
export function serveRest(
  { app }: Pick<Service, 'app'>,
  apollo: ApolloServer<GatewayContext>,
  { log, routes = restRoutes, ...options }: RestOptions,
): void {
  const routeOptions = { apollo, contextOf: requestContexts(options, apiRoot) };
  let compile = (): Served => ({ router: Router(), document: () => undefined });
  apollo.addPlugin({
    serverWillStart: async () => ({
      schemaDidLoadOrUpdate({ apiSchema, coreSupergraphSdl = '' }) {
        let served: Served | undefined;
        compile = () => {
          if (served) return served;
          const compiled = compileAll(apiSchema, routes, log);
          const document = () => openApiDocument(apiSchema, coreSupergraphSdl, compiled);
          served = { router: routerOf(compiled, routeOptions), document };
          return served;
        };
      },
    }),
  });
  app.use(apiRoot, (request, response, next) => compile().router(request, response, next));
  if (options.env.NODE_ENV !== 'production')
    app.use(
      restRoot,
      serveExplorer(() => compile().document()),
    );
  app.use(restRoot, () => {
    throw problemOf('NOT_FOUND', 'Nothing is served at this path.');
  });
  app.use(restRoot, sendError(log));
}
