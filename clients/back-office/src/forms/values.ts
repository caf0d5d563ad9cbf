/** Returns the parts of a text that are separated by commas or lines. */
export const listOf = (value = ''): string[] =>
  value.split(/[,\n]/).flatMap((part) => part.trim() || []);

/** Returns a decimal number as the shop takes it: with a point, also where people write a comma. */
export const decimalOf = (value = ''): string => value.trim().replace(',', '.');

/** Returns a whole number; `null` for an empty field. */
export const numberOf = (value = ''): number | null => (value.trim() ? Number(value) : null);

/** Returns a time as a field of the type `datetime-local` shows it: to the minute, in the time zone of the browser. */
export function localTimeOf(time: string | null | undefined): string {
  if (!time) return '';
  const date = new Date(time);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** Returns the time of such a field, `null` for an empty one; one that still shows `before` is `before` to the second. */
export function timeOf(value = '', before: string | null = null): string | null {
  if (!value) return null;
  return value === localTimeOf(before) ? before : new Date(value).toISOString();
}
