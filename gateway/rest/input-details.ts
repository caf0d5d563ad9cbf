import type { ProblemDetail } from '../http/problem.ts';
import type { InputFault } from '../operation/variable-fault.ts';
import type { Parameter } from './operation-parameters.ts';

type Path = readonly (string | number)[];

/** Most faults that a response lists. */
const maxDetails = 20;

/** Returns a JSON pointer as a URI fragment (RFC 6901). */
export const pointerOf = (path: Path): string =>
  [
    '#',
    ...path.map((key) => encodeURIComponent(String(key).replace(/~/g, '~0').replace(/\//g, '~1'))),
  ].join('/');

/** Returns where a client finds the part of `input` at this path: in its path, in a header or in the body. */
export function placeOf(
  parameters: readonly Parameter[],
  path: Path,
): Pick<ProblemDetail, 'pointer' | 'parameter' | 'header'> {
  const parameter = parameters.find(({ key }) => key === path[0]);
  if (!parameter) return { pointer: pointerOf(path) };
  return parameter.in === 'header' ? { header: parameter.name } : { parameter: parameter.name };
}

/** Faults of fields that are missing or unknown have the path of their object. */
const fieldIn = (message: string): string[] => {
  const [, field] = /^Field "(\w+)" (of required type|is not defined)/.exec(message) ?? [];
  return field === undefined ? [] : [field];
};

/** Returns faults of `input` with the places that clients know. */
export const faultsOfInput = (
  parameters: readonly Parameter[],
  faults: readonly InputFault[],
): ProblemDetail[] =>
  faults.slice(0, maxDetails).map(({ path, message }) => ({
    ...placeOf(parameters, [...path, ...fieldIn(message)]),
    detail: message,
  }));
