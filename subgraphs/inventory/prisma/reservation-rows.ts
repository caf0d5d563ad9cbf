import { z } from 'zod';
import type { Reservation } from '../domain/reservation.ts';
import type { Prisma } from '../generated/prisma/client.ts';

const lines = z.array(z.object({ variantId: z.string(), quantity: z.number() }));

type ReservationRow = Prisma.ReservationGetPayload<object>;

export const toReservation = ({ updatedAt: _, ...row }: ReservationRow): Reservation => ({
  ...row,
  lines: lines.parse(row.lines),
});
