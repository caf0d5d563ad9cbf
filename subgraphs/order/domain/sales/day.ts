/** A period of time: `from` inclusive, `to` exclusive. */
export type Period = { readonly from: Date; readonly to: Date };

const dayMs = 24 * 60 * 60_000;
/** More than any time zone differs from UTC. */
const maxOffsetMs = 26 * 60 * 60_000;

const textOf = (time: Date): string => time.toISOString().slice(0, 10);

/** Returns a day (`2026-03-01`) as the period that it is in a time zone: 23 to 25 hours where clocks change. */
export function periodOf(date: string, timeZone: string): Period {
  // Swedish writes days as ISO 8601 does.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const next = midnight + dayMs;
  return {
    from: startOf(date, midnight, format),
    to: startOf(textOf(new Date(next)), next, format),
  };
}

/** Returns the first second of a day, which is at midnight of UTC give or take the offset of the time zone. */
function startOf(date: string, midnight: number, format: Intl.DateTimeFormat): Date {
  let before = (midnight - maxOffsetMs) / 1_000;
  let after = (midnight + maxOffsetMs) / 1_000;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (format.format(middle * 1_000) < date) before = middle;
    else after = middle;
  }
  return new Date(after * 1_000);
}
