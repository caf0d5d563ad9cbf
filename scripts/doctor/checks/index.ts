import type { Check } from '../check.ts';
import { deadLetters } from './dead-letters.ts';
import { giftCards } from './gift-cards.ts';
import { guardChecks } from './guards.ts';
import { handledEvents } from './handled-events.ts';
import { verifiedMailboxes } from './mailboxes.ts';
import { messages } from './messages.ts';
import { orderMoney, orderParts, overdueOrders, refusedRefunds } from './orders.ts';
import { outboxes } from './outboxes.ts';
import { readModelChecks } from './read-models.ts';
import { redemptions } from './redemptions.ts';
import { reservationOrders } from './reservations.ts';
import { reservationLedger, stockLedger } from './stock.ts';

/** All checks, causes before their effects: an event that is not published explains a copy that differs. */
export const checks: readonly Check[] = [
  guardChecks,
  outboxes,
  deadLetters,
  handledEvents,
  stockLedger,
  reservationLedger,
  reservationOrders,
  orderMoney,
  orderParts,
  redemptions,
  giftCards,
  refusedRefunds,
  overdueOrders,
  ...readModelChecks,
  verifiedMailboxes,
  messages,
];
