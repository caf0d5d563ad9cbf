/** Returns the URL's parameters with a value of a name chosen, or no longer, at the first page of the list. */
export function toggle(params: URLSearchParams, key: string, value: string): URLSearchParams {
  const next = atFirstPage(params);
  if (next.has(key, value)) next.delete(key, value);
  else next.append(key, value);
  return next;
}

/** Returns the URL's parameters with another value, at the first page; an empty value is left out. */
export function withValue(params: URLSearchParams, key: string, value: string): URLSearchParams {
  const next = atFirstPage(params);
  if (value) next.set(key, value);
  else next.delete(key);
  return next;
}

/** Returns the URL's parameters at the first page of the list. */
export function atFirstPage(params: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(params);
  next.delete('after');
  next.delete('before');
  return next;
}
