import { randomUUID } from 'node:crypto';
import type { ProblemDetail } from '../http/problem.ts';
import { type InputFault, inputFaults } from '../operation/variable-fault.ts';
import type { RestOperation } from './compile-operation.ts';
import { isVersioned, versionOf } from './entity-tag.ts';
import { invalidRequest } from './errors.ts';
import { faultsOfInput } from './input-details.ts';
import { headerOf, type Parameter } from './operation-parameters.ts';
import { readQuery } from './read-query.ts';

/** The parts of an HTTP request that an operation reads. */
export type RequestParts = {
  readonly path: Readonly<Record<string, unknown>>;
  /** The query string, without `?`. */
  readonly search: string;
  readonly header: (name: string) => string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
};

type Values = Record<string, unknown>;

/** Draft ietf-httpapi-idempotency-key-header puts the key into quotes; most clients do not. */
const unquoted = (text: string) => text.replace(/^"(.*)"$/, '$1');

function headerValue({ key }: Parameter, text: string | undefined): unknown {
  if (key === 'idempotencyKey') return text === undefined ? randomUUID() : unquoted(text);
  if (key === 'expectedVersion') return text === undefined ? undefined : versionOf(text);
  return text;
}

/**
 * Returns the variables of an operation. Throws a problem that lists what is wrong with the request, before anything
 * runs; quotes no value.
 */
export function readVariables(operation: RestOperation, request: RequestParts): Values {
  const { parameters, input } = operation;
  if (!isVersioned(parameters) && operation.definition.operation === 'mutation') {
    refuseCondition(request);
  }
  const inQuery = parameters.filter((parameter) => parameter.in === 'query');
  const { values, faults } = readQuery(inQuery, request.search);
  for (const parameter of parameters) {
    const { name, key } = parameter;
    if (parameter.in === 'query') continue;
    const value =
      parameter.in === 'path'
        ? request.path[key]
        : headerValue(parameter, request.header(name) || undefined);
    if (value !== undefined) values[key] = value;
  }
  if (!input) {
    if (faults.length > 0) throw invalidRequest(faults);
    return values;
  }
  const found = faultsOfBody(operation, request.body, values);
  if (faults.length + found.length > 0) throw invalidRequest([...faults, ...found]);
  return { input: { ...request.body, ...values } };
}

/** The conditions of a route that has none must not be ignored: the client relies on them. */
function refuseCondition({ header }: RequestParts): void {
  if (header('If-Match') === undefined) return;
  throw invalidRequest([{ header: 'If-Match', detail: 'This request takes no If-Match.' }]);
}

function faultsOfBody(
  { input, parameters }: RestOperation,
  body: Readonly<Record<string, unknown>>,
  values: Values,
): ProblemDetail[] {
  if (!input) return [];
  const elsewhere = parameters.filter(({ key }) => Object.hasOwn(body, key));
  if (elsewhere.length > 0) {
    return elsewhere.map(({ key, name, in: place }) => ({
      pointer: `#/${key}`,
      detail: `Send it in the ${place}${headerOf[key] ? ` ${name}` : ''} instead.`,
    }));
  }
  const faults: InputFault[] = inputFaults({ ...body, ...values }, input);
  return faultsOfInput(parameters, faults);
}
