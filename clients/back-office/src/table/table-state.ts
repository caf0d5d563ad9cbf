import { atFirstPage } from '@shop/web';

/** Rows of a page. */
export const pageSize = 20;

/** Returns the arguments of the page that a URL names: the first one, or that after or before a cursor. */
export function pageOf(params: URLSearchParams) {
  const [after, before] = [params.get('after'), params.get('before')];
  if (before) return { last: pageSize, before };
  return { first: pageSize, ...(after && { after }) };
}

/** Returns the URL's parameters with another value, at the first page; an empty value is left out. */
export function withValue(params: URLSearchParams, key: string, value: string): URLSearchParams {
  const next = atFirstPage(params);
  if (value) next.set(key, value);
  else next.delete(key);
  return next;
}
