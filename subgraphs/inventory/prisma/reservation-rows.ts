import { z } from 'zod';
import type { Reservation } from '../domain/reservation.ts';
import type { Prisma } from '../generated/prisma/client.ts';

/** Lines that were reserved before orders had parcels and returns have no counts. */
const units = z.number().default(0);
const lines = z.array(
  z.object({
    ...{ variantId: z.string(), quantity: z.number() },
    ...{ shipped: units, released: units, restocked: units },
  }),
);

type ReservationRow = Prisma.ReservationGetPayload<object>;

export const toReservation = ({ updatedAt: _, ...row }: ReservationRow): Reservation => ({
  ...row,
  lines: lines.parse(row.lines),
});
