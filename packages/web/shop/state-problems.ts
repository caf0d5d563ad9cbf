import type { Messages } from '../messages/format.tsx';

type Problem = { readonly __typename: string; readonly code: string; readonly message: string };

/** The types of problems that data contain beside the refusals of a mutation. */
const types = ['CartProblem', 'CartVoucherProblem', 'SkippedLine'];

const isProblem = (value: object): value is Problem =>
  types.includes((value as Partial<Problem>).__typename ?? '');

/** Whether data contain a problem. */
export const hasProblem = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (isProblem(value) || Object.values(value).some(hasProblem));

/** Returns data whose problems have the texts for their type and code (`<type>.<code>`), or else for their code. */
export function stateProblems(value: unknown, texts: Messages): unknown {
  if (Array.isArray(value)) return value.map((one) => stateProblems(one, texts));
  if (typeof value !== 'object' || value === null) return value;
  if (isProblem(value)) {
    const { __typename: type, code, message } = value;
    return { ...value, message: texts[`${type}.${code}`] ?? texts[code] ?? message };
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, stateProblems(one, texts)]),
  );
}
