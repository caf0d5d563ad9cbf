import type { ExampleRequest, Folder } from './example-request.ts';

type Parameter = { readonly name: string; readonly in: string; readonly description?: string };
type Operation = {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters?: readonly Parameter[];
  readonly responses: object;
};
/** What of an OpenAPI document is used. */
export type OpenApi = {
  readonly info: { readonly title: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};
type Route = Operation & { readonly method: string; readonly path: string };

const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
const gatewayUrl = 'http://localhost:4000';

function routesOf({ paths }: OpenApi): ReadonlyMap<string, Route> {
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method, path })),
  );
  return new Map(routes.map((route) => [route.operationId, route]));
}

/** Parameters that the request leaves out are in the collection, too, switched off. */
const parametersIn = (
  place: string,
  { parameters = [] }: Route,
  values: Readonly<Record<string, string>> = {},
) =>
  parameters
    .filter((parameter) => parameter.in === place)
    .map(({ name, description }) => ({
      key: name,
      value: values[name] ?? '',
      description,
      ...(values[name] === undefined && { disabled: true }),
    }));

const bearer = (token: string) => ({
  type: 'bearer',
  bearer: [{ key: 'token', value: token, type: 'string' }],
});

function urlOf(route: Route, { path = {}, query }: ExampleRequest) {
  const parts = route.path.slice(1).split('/');
  const names = parts.filter((part) => part.startsWith('{')).map((part) => part.slice(1, -1));
  return {
    host: ['{{baseUrl}}'],
    path: parts.map((part) => part.replace(/^\{(.*)\}$/, ':$1')),
    query: parametersIn('query', route, query),
    variable: names.map((name) => ({ key: name, value: path[name] ?? `{{${name}}}` })),
  };
}

function requestOf(route: Route, request: ExampleRequest) {
  const { as, headers, body } = request;
  return {
    method: route.method.toUpperCase(),
    description: route.description,
    url: urlOf(route, request),
    header: parametersIn('header', route, headers),
    auth: as ? bearer(`{{${as}Token}}`) : { type: 'noauth' },
    ...(body && {
      body: {
        mode: 'raw',
        raw: JSON.stringify(body, undefined, 2),
        options: { raw: { language: 'json' } },
      },
    }),
  };
}

const script = (listen: string, exec: readonly string[]) =>
  exec.length > 0 ? [{ listen, script: { type: 'text/javascript', exec } }] : [];

const setVariable = (name: string, value: string) =>
  `pm.collectionVariables.set('${name}', ${value});`;

/** Each request checks its status and saves what later requests need. */
function scriptsOf(route: Route, { sets = {}, saves = {}, status }: ExampleRequest) {
  const expected = status ?? Number(Object.keys(route.responses)[0]);
  const before = Object.entries(sets).map(([name, value]) =>
    setVariable(name, `pm.variables.replaceIn('${value}')`),
  );
  const after = Object.entries(saves).map(([name, path]) =>
    setVariable(name, `body.${path.replaceAll(/\.(\d+)/g, '[$1]')}`),
  );
  return [
    ...script('prerequest', before),
    ...script('test', [
      `pm.test('responds with ${expected}', () => pm.response.to.have.status(${expected}));`,
      ...(after.length > 0 ? ['const body = pm.response.json();', ...after] : []),
    ]),
  ];
}

/**
 * Returns a Postman collection (format 2.1) of requests to the operations of an OpenAPI document.
 * Throws for a request whose operation does not exist.
 */
export function postmanCollection(document: OpenApi, folders: readonly Folder[]): object {
  const routes = routesOf(document);
  const itemOf = (request: ExampleRequest) => {
    const route = routes.get(request.operationId);
    if (!route) throw new Error(`There is no operation ${request.operationId}.`);
    const name = request.name ?? route.summary;
    return { name, event: scriptsOf(route, request), request: requestOf(route, request) };
  };
  const { title, description } = document.info;
  return {
    info: { name: title, description, schema },
    item: folders.map(({ requests, ...folder }) => ({ ...folder, item: requests.map(itemOf) })),
    variable: [{ key: 'baseUrl', value: `${gatewayUrl}${document.servers[0]?.url ?? ''}` }],
  };
}
