import { isDeepStrictEqual } from 'node:util';
import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import type { Operation } from '../serve-shielded.ts';
import type { Stage } from './stage.ts';

type Result = ExecutionResult;

/** Errors as text, without their order: fetches end in any. Internal ones are masked for clients, so their words are free. */
const errorsOf = ({ errors = [] }: Result): string[] =>
  (errors as readonly GraphQLFormattedError[])
    .map(({ message, path, extensions }) => {
      const isInternal = extensions?.['code'] === 'INTERNAL_SERVER_ERROR';
      return JSON.stringify([isInternal ? '' : message, path, extensions]);
    })
    .sort();

const sameData = (a: Result, b: Result): boolean =>
  isDeepStrictEqual(a.data ?? null, b.data ?? null);

export type Comparison = {
  readonly ours: Result;
  readonly stock: Result;
  readonly monolith: Result;
  /** Whether the data are those of the single schema. */
  readonly isRight: boolean;
  readonly isStockRight: boolean;
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
    sameData: sameData(ours, stock),
    sameErrors: isDeepStrictEqual(errorsOf(ours), errorsOf(stock)),
  };
}
