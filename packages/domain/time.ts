/** RFC 3339 date-time with an offset (section 5.6). */
const rfc3339 =
  /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** Whether the calendar has this day: `Date` rolls 30 February over to 2 March. */
function isDay(day: string): boolean {
  const midnight = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
}

/** Returns the time of an RFC 3339 timestamp with an offset; `undefined` for any other text. */
export function parseTimestamp(text: string): Date | undefined {
  const [timestamp, day = ''] = rfc3339.exec(text) ?? [];
  return timestamp !== undefined && isDay(day) ? new Date(timestamp) : undefined;
}
