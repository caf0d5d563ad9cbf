import { type Period, periodOf } from './day.ts';
import type { SalesAmounts, SalesStore } from './ports.ts';

/** A day in a time zone, with what was paid and refunded on it. */
export type SalesOfDay = {
  readonly date: string;
  readonly timeZone: string;
  readonly period: Period;
  readonly amounts: readonly SalesAmounts[];
};

/** Returns the sales of a day as they are now. */
export async function salesOfDay(
  sales: SalesStore,
  { date, timeZone }: Pick<SalesOfDay, 'date' | 'timeZone'>,
): Promise<SalesOfDay> {
  const period = periodOf(date, timeZone);
  return { date, timeZone, period, amounts: await sales.amounts(period) };
}
