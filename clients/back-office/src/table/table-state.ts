/** Rows of a page. */
export const pageSize = 20;

/** Returns the arguments of the page that a URL names: the first one, or that after or before a cursor. */
export function pageOf(params: URLSearchParams) {
  const [after, before] = [params.get('after'), params.get('before')];
  if (before) return { last: pageSize, before };
  return { first: pageSize, ...(after && { after }) };
}
