/** A time for readers in any zone: `2026-03-01 09:30 UTC`. */
export const minuteOf = (time: string): string => `${time.slice(0, 16).replace('T', ' ')} UTC`;
