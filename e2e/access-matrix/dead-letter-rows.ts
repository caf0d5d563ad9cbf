import { admin, errors, type Row } from './row.ts';

export const deadLetterRows: readonly Row[] = [
  {
    field: 'Query.deadLetters',
    select: () => 'deadLetters(first: 1) { totalCount }',
    expected: admin,
  },
  ...['redrive', 'purge'].map((verb) => ({
    field: `Mutation.${verb}DeadLetters`,
    select: () => `${verb}DeadLetters(input: { queue: "order.stock", ids: ["none"] }) ${errors}`,
    expected: admin,
  })),
];
