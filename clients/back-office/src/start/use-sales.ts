import { useQuery, useSubscription } from '@apollo/client/react';
import { useState } from 'react';
import { FollowSalesDocument, SalesOfDayDocument } from './generated/start.ts';
import { timeZone, useDay } from './use-day.ts';

/** Reads the sales of the day of the page, and follows them. `onChange` is called after each change. */
export function useSales(onChange: () => void) {
  const [endsAt, setEndsAt] = useState<string>();
  const { date, today } = useDay(endsAt);
  const variables = { date, timeZone };
  const { data, error, refetch } = useQuery(SalesOfDayDocument, {
    variables,
    fetchPolicy: 'no-cache',
  });
  const followed = useSubscription(FollowSalesDocument, {
    variables,
    fetchPolicy: 'no-cache',
    onData: onChange,
  });
  const sales = followed.data?.salesOfDayUpdated ?? data?.salesOfDay;
  if (date === today && sales && sales.endsAt !== endsAt) setEndsAt(sales.endsAt);
  return { date, today, sales, error, refetch };
}
