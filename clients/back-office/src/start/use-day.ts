import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';

/** Where the browser is: the day of its clock. */
export const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

/** Swedish writes days as ISO 8601 does. */
const days = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short' });
/** The longest delay that browsers wait for. */
const maxDelayMs = 2 ** 31 - 1;

/** Returns the day that the URL names, or today, which becomes the next day when it ends; and the latest day. */
export function useDay(endsAt: string | undefined) {
  const [params] = useSearchParams();
  const [today, setToday] = useState(() => days.format(Date.now()));
  useEffect(() => {
    if (!endsAt) return;
    const delay = Math.min(Math.max(Date.parse(endsAt) - Date.now(), 0), maxDelayMs);
    const timer = setTimeout(() => setToday(days.format(Date.now())), delay);
    return () => clearTimeout(timer);
  }, [endsAt]);
  return { date: params.get('date') || today, today };
}
