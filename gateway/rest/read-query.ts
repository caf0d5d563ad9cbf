import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql';
import type { ProblemDetail } from '../http/problem.ts';
import { inputFaults } from '../operation/variable-fault.ts';
import { invalidRequest } from './errors.ts';
import type { Parameter } from './operation-parameters.ts';

export type QueryValues = {
  readonly values: Record<string, unknown>;
  readonly faults: ProblemDetail[];
};

/** Reads a text as JSON of this type; leaves what does not fit for the judgement of the type. */
function parsed(text: string, type: GraphQLInputType): unknown {
  const { name } = getNamedType(type);
  if (name === 'Int') return /^-?\d{1,10}$/.test(text) ? Number(text) : text;
  if (name === 'Boolean') return { true: true, false: false }[text] ?? text;
  return text;
}

/** Decodes a query string. Throws when its percent-encoding is broken. */
function decode(search: string): URLSearchParams {
  try {
    decodeURIComponent(search);
  } catch {
    throw invalidRequest([{ detail: 'The percent-encoding of the query string is broken.' }]);
  }
  return new URLSearchParams(search);
}

/** Reads the fields of an object: `price[min]=10&price[currencyCode]=EUR`. */
function objectOf(name: string, type: GraphQLInputObjectType, query: URLSearchParams) {
  const fields = Object.values(type.getFields());
  const given = fields.flatMap((field) => {
    const value = query.get(`${name}[${field.name}]`);
    return value === null ? [] : [[field.name, parsed(value, field.type)] as const];
  });
  return given.length > 0 ? Object.fromEntries(given) : undefined;
}

function read({ name, type }: Parameter, query: URLSearchParams): unknown {
  const nullable = getNullableType(type);
  if (isInputObjectType(nullable)) return objectOf(name, nullable, query);
  const texts = query.getAll(name);
  if (texts.length === 0) return undefined;
  if (isListType(nullable)) return texts.map((text) => parsed(text, type));
  return parsed(texts[0] ?? '', type);
}

const isList = (type: GraphQLInputType) => isListType(getNullableType(type));

/** Returns the names that a query string may contain, and whether each may be repeated. */
const allowed = (parameters: readonly Parameter[]): ReadonlyMap<string, boolean> =>
  new Map(
    parameters.flatMap(({ name, type }) => {
      const nullable = getNullableType(type);
      if (!isInputObjectType(nullable)) return [[name, isList(type)] as const];
      return Object.keys(nullable.getFields()).map(
        (field) => [`${name}[${field}]`, false] as const,
      );
    }),
  );

/** Returns what is wrong with the names: a typing mistake must not become an unfiltered list. */
function faultsOfNames(parameters: readonly Parameter[], query: URLSearchParams): ProblemDetail[] {
  const names = allowed(parameters);
  return [...new Set(query.keys())].flatMap((name) => {
    const mayRepeat = names.get(name);
    if (mayRepeat === undefined) {
      const known = [...names.keys()].join(', ') || 'none';
      return [{ detail: `There is a query parameter that is not known. Known are: ${known}.` }];
    }
    if (mayRepeat || query.getAll(name).length === 1) return [];
    return [{ parameter: name, detail: 'This query parameter must not be repeated.' }];
  });
}

/** Reads the parameters of a query string, with all that is wrong with them. */
export function readQuery(parameters: readonly Parameter[], search: string): QueryValues {
  const query = decode(search);
  const faults = faultsOfNames(parameters, query).slice(0, 1);
  const values: Record<string, unknown> = {};
  for (const parameter of parameters) {
    const value = read(parameter, query);
    if (value !== undefined) values[parameter.key] = value;
    else if (!parameter.isRequired) continue;
    const found =
      value === undefined ? ['This parameter is required.'] : messagesOf(value, parameter.type);
    faults.push(...found.map((detail) => ({ parameter: parameter.name, detail })));
  }
  return { values, faults };
}

const messagesOf = (value: unknown, type: GraphQLInputType): string[] =>
  inputFaults(value, type).map(({ message }) => message);
