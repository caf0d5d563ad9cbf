import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'vitest';
import { shop } from './shop.ts';

type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: unknown;
};
type Operation = {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
};

const file = new URL('../schema/openapi.json', import.meta.url);
const document = JSON.parse(readFileSync(file, 'utf8')) as Document;
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
const problem = { $ref: '#/components/schemas/Problem' };

/** Returns the schema that OpenAPI states for a response. */
function schemaOf(method: string, path: string, status: number): object | undefined {
  if (status >= 400) return problem;
  const shapes = Object.keys(document.paths).sort((a, b) => a.indexOf('{') - b.indexOf('{'));
  const matches = (shape: string) =>
    new RegExp(`^${shape.replace(/\{\w+\}/g, '[^/]+')}$`).test(path) &&
    document.paths[shape]?.[method.toLowerCase()];
  const [shape = ''] = shapes
    .filter(matches)
    .sort((a, b) => a.split('{').length - b.split('{').length);
  const response = document.paths[shape]?.[method.toLowerCase()]?.responses[String(status)];
  expect(response, `${method} ${path} ${status} is not in openapi.json`).toBeDefined();
  return response?.content?.['application/json']?.schema;
}

export type RestResponse = {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a body is what OpenAPI says, which `call` has checked.
  readonly body: any;
};

/** Sends a request to REST. Fails the test when the response is not what openapi.json says. */
export async function call(
  method: string,
  path: string,
  {
    body,
    token,
    headers = {},
  }: {
    readonly body?: unknown;
    readonly token?: string | undefined;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): Promise<RestResponse> {
  const url = shop.url.replace(/\/graphql$/, `/api/v1${path}`);
  const response = await fetch(url, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const schema = schemaOf(method, path.split('?')[0] ?? '', response.status);
  if (!text || !schema)
    return { status: response.status, headers: response.headers, body: undefined };
  const parsed = JSON.parse(text);
  const validate = ajv.compile({ ...schema, components: document.components });
  validate(parsed);
  expect(validate.errors ?? [], `${method} ${path} ${text}`).toEqual([]);
  return { status: response.status, headers: response.headers, body: parsed };
}
