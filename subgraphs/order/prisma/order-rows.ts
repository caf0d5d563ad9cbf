import { z } from 'zod';
import type { Order, ShortLine } from '../domain/order.ts';
import type { Prisma } from '../generated/prisma/client.ts';

/** What is read with every order. */
export const withDetails = {
  lines: { orderBy: { position: 'asc' } },
  payments: { orderBy: { id: 'asc' } },
} as const satisfies Prisma.OrderInclude;

type OrderRow = Prisma.OrderGetPayload<{ include: typeof withDetails }>;

const shortLines: z.ZodType<ShortLine[]> = z.array(
  z.object({ variantId: z.string(), requested: z.number(), available: z.number() }),
);

export function toOrder({ currency, totalMinor, lines, payments, ...row }: OrderRow): Order {
  return {
    ...row,
    total: { minor: totalMinor, currency },
    shortLines: shortLines.parse(row.shortLines),
    lines: lines.map(({ orderId: _, position: __, unitMinor, ...line }) => ({
      ...line,
      unitPrice: { minor: unitMinor, currency },
    })),
    payments: payments.map(({ orderId: _, amountMinor, ...payment }) => ({
      ...payment,
      amount: { minor: amountMinor, currency },
    })),
  };
}

export const toNewRow = (order: Order): Prisma.OrderCreateInput => ({
  id: order.id,
  number: order.number,
  customerId: order.customerId,
  email: order.email,
  status: order.status,
  currency: order.total.currency,
  totalMinor: order.total.minor,
  placedAt: order.placedAt,
  lines: {
    create: order.lines.map(({ unitPrice, ...line }, position) => ({
      ...line,
      position,
      unitMinor: unitPrice.minor,
    })),
  },
});

/** The columns a decision may change. */
export const toChangedRow = (order: Order): Prisma.OrderUpdateInput => ({
  status: order.status,
  cancelReason: order.cancelReason,
  shortLines: order.shortLines.map((line) => ({ ...line })),
  version: { increment: 1 },
  payments: {
    upsert: order.payments.map(({ amount, ...payment }) => ({
      where: { id: payment.id },
      create: { ...payment, amountMinor: amount.minor },
      update: { status: payment.status, failureCode: payment.failureCode },
    })),
  },
});
