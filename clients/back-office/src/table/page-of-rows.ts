import { pageSize } from './table-state.ts';

/**
 * Returns the page of a list that the shop sends whole, and where it ends. The cursors in the URL are positions, as the
 * sequence of the rows is that of the list.
 */
export function pageOfRows<Row>(rows: readonly Row[], params: URLSearchParams) {
  const [after, before] = [params.get('after'), params.get('before')];
  const start = before ? Number(before) - pageSize : after ? Number(after) + 1 : 0;
  const from = Math.min(Math.max(Number.isInteger(start) ? start : 0, 0), rows.length);
  const nodes = rows.slice(from, from + pageSize);
  return {
    nodes,
    ends: {
      hasPreviousPage: from > 0,
      hasNextPage: from + nodes.length < rows.length,
      startCursor: String(from),
      endCursor: String(from + nodes.length - 1),
    },
  };
}
