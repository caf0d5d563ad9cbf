/** Returns the milliseconds of a header Retry-After, in seconds or as a date (RFC 9110); `undefined` without one. */
export function retryAfterMs(header: string | string[] | undefined, now: Date): number | undefined {
  const text = String(header ?? '').trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  const at = /^[A-Z][a-z]{2}, /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
