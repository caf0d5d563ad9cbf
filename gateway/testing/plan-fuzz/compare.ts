import { isDeepStrictEqual } from 'node:util';
import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import type { Operation } from '../serve-shielded.ts';
import type { Stage } from './stage.ts';

type Result = ExecutionResult;

/** Errors as text, without their order: fetches end in any. Internal ones are masked for clients, so their words are free. */
const errorsOf = ({ errors = [] }: Result, withIndexes = true): string[] =>
  (errors as readonly GraphQLFormattedError[])
    .map(({ message, path, extensions }) => {
      const isInternal = extensions?.['code'] === 'INTERNAL_SERVER_ERROR';
      const place = withIndexes ? path : path?.filter((key) => typeof key === 'string');
      return JSON.stringify([isInternal ? '' : message, place, extensions]);
    })
    .sort();

const isNullAt = (data: unknown, [key, ...rest]: readonly (string | number)[]): boolean => {
  if (data === null || data === undefined) return true;
  return key !== undefined && isNullAt((data as Record<string, unknown>)[key], rest);
};

/** Whether errors are the same. Apollo Gateway may count entities wrongly; then ours must be where a null is. */
function haveSameErrors(ours: Result, stock: Result): boolean {
  if (isDeepStrictEqual(errorsOf(ours), errorsOf(stock))) return true;
  const arePlaced = ours.errors?.every(({ path }) => isNullAt(ours.data, path ?? []));
  return Boolean(arePlaced) && isDeepStrictEqual(errorsOf(ours, false), errorsOf(stock, false));
}

const sameData = (a: Result, b: Result): boolean =>
  isDeepStrictEqual(a.data ?? null, b.data ?? null);

type Tree = Readonly<Record<string, unknown>> | null | undefined;

/**
 * Whether each value of ours is one of Apollo Gateway's or of the single schema's, and none is missing that Apollo Gateway
 * has. What a value that does not fit takes with it may be less for us.
 */
function isAcceptable(ours: unknown, stock: unknown, monolith: unknown): boolean {
  if (isDeepStrictEqual(ours, stock) || isDeepStrictEqual(ours, monolith)) return true;
  if (ours === null || ours === undefined) return (stock ?? null) === null;
  if (typeof ours !== 'object') return false;
  return Object.entries(ours).every(([key, value]) =>
    isAcceptable(value, (stock as Tree)?.[key], (monolith as Tree)?.[key]),
  );
}

export type Comparison = {
  readonly ours: Result;
  readonly stock: Result;
  readonly monolith: Result;
  /** Whether the data are those of the single schema. */
  readonly isRight: boolean;
  readonly isStockRight: boolean;
  readonly isAcceptable: boolean;
  readonly sameData: boolean;
  readonly sameErrors: boolean;
};

/** Runs an operation on the three executors of a graph. */
export async function compare(stage: Stage, operation: Operation): Promise<Comparison> {
  const [ours, stock, monolith] = [
    await stage.ours(operation),
    await stage.stock(operation),
    await stage.monolith(operation),
  ];
  return {
    ours,
    stock,
    monolith,
    isRight: sameData(ours, monolith),
    isStockRight: sameData(stock, monolith),
    isAcceptable: isAcceptable(ours.data ?? null, stock.data ?? null, monolith.data ?? null),
    sameData: sameData(ours, stock),
    sameErrors: haveSameErrors(ours, stock),
  };
}
