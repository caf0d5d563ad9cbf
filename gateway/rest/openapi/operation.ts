import type { Supergraph } from '@shop/schema/supergraph';
import { type GraphQLSchema, getNullableType, isInputObjectType } from 'graphql';
import type { RestOperation } from '../compile-operation.ts';
import type { CompiledRoute } from '../compile-routes.ts';
import type { Parameter } from '../operation-parameters.ts';
import { isChoice } from '../route.ts';
import { securityOf } from './access.ts';
import { bodySchema } from './body-schema.ts';
import {
  type Components,
  described,
  inputFieldsSchema,
  inputSchema,
  type Schema,
} from './components.ts';
import { summaryOf, variableDescriptions } from './descriptions.ts';

/** What routes are described from. */
export type Source = {
  readonly schema: GraphQLSchema;
  readonly supergraph: Supergraph;
  readonly components: Components;
};

const headerTexts: Readonly<Record<string, string>> = {
  'If-Match': 'The `ETag` of the version to change, for example `"3"`; 412 for another version.',
  'Idempotency-Key':
    '8 to 64 characters of your choice. The same request with the same key has one effect.',
};

/** Versions are numbers in the graph and entity tags in HTTP. */
const parameterSchema = (components: Components, { name, type }: Parameter): Schema =>
  name === 'If-Match' ? { type: 'string' } : inputSchema(components, type);

function parameterOf(
  components: Components,
  parameter: Parameter,
  texts: ReadonlyMap<string, string>,
) {
  const { in: place, name, key, type, isRequired, defaultValue } = parameter;
  const isObject = isInputObjectType(getNullableType(type));
  const schema = parameterSchema(components, parameter);
  return {
    name,
    in: place,
    ...described(headerTexts[name] ?? parameter.description ?? texts.get(key)),
    required: place === 'path' || isRequired,
    ...(isObject && { style: 'deepObject', explode: true }),
    schema: { ...schema, ...(defaultValue !== undefined && { default: defaultValue }) },
  };
}

/** Returns the body of one operation; `undefined` when everything stands elsewhere. */
function requestSchema(
  components: Components,
  { input, parameters }: RestOperation,
  choice: Schema,
): Schema | undefined {
  if (!input) return undefined;
  const schema = inputFieldsSchema(
    components,
    input,
    parameters.map(({ key }) => key),
  );
  const properties = { ...choice, ...(schema['properties'] as Schema) };
  if (Object.keys(properties).length === 0) return undefined;
  const required = [...Object.keys(choice), ...((schema['required'] ?? []) as string[])];
  return { ...schema, properties, ...(required.length > 0 && { required }) };
}

function requestBody(components: Components, { document, operations }: CompiledRoute) {
  const schemas = [...operations].flatMap(([value, operation]) => {
    const choice = isChoice(document) ? { [document.field]: { const: value } } : {};
    return requestSchema(components, operation, choice) ?? [];
  });
  const [only, ...others] = schemas;
  if (!only) return {};
  const schema = others.length > 0 ? { oneOf: schemas } : only;
  const required = others.length > 0 || Object.hasOwn(only, 'required');
  return { requestBody: { required, content: { 'application/json': { schema } } } };
}

function success(source: Source, route: CompiledRoute, operation: RestOperation) {
  if (route.empty) return { 204: { description: 'Done.' } };
  const schema = bodySchema({ ...source, operation }, route);
  const content = { 'application/json': { schema } };
  const header = (description: string) => ({ description, schema: { type: 'string' } });
  const ETag = header('Version and hash of the body, for `If-Match` and `If-None-Match`.');
  const found = { 200: { description: 'The result.', headers: { ETag }, content } };
  if (route.renamed) {
    const headers = { Location: header('Path with the present name.'), ETag };
    return { ...found, 301: { description: 'It was renamed.', headers, content } };
  }
  if (!route.created) return found;
  const headers = { Location: header('Path of what was created.'), ETag };
  return { 201: { description: 'Created.', headers, content } };
}

/** Returns the description of one route. */
export function operationOf(source: Source, route: CompiledRoute): Schema {
  const [first] = route.operations.values();
  if (!first) throw new Error(`${route.path} has no document.`);
  const all = [...route.operations.values()];
  const texts = variableDescriptions(source.schema, first);
  const byName = new Map(all.flatMap(({ parameters }) => parameters).map((one) => [one.name, one]));
  const parameters = [...byName.values()].map((one) => parameterOf(source.components, one, texts));
  const notModified = { 304: { description: 'Not modified since `If-None-Match`.' } };
  return {
    operationId: isChoice(route.document) ? route.document.name : first.name,
    tags: [route.path.split('/')[1]],
    summary: route.summary ?? summaryOf(first.field.description),
    description: all.map(({ field }) => field.description).join('\n\n'),
    ...(route.deprecated && { deprecated: true }),
    security: securityOf(source.supergraph, route),
    ...(parameters.length > 0 && { parameters }),
    ...requestBody(source.components, route),
    responses: {
      ...success(source, route, first),
      ...(route.method === 'GET' && notModified),
      '4XX': { $ref: '#/components/responses/Problem' },
      '5XX': { $ref: '#/components/responses/Problem' },
    },
  };
}
