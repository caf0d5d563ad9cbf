import type { PaymentProvider } from '../../domain/ports.ts';
import type { Databases } from '../../prisma/client.ts';
import { createGiftCardProvider } from './create-gift-card-provider.ts';
import { createGiftCardLedger } from './prisma/ledger.ts';

/** Creates the provider that charges gift cards, which each shop has beside its payment provider. */
export const createGiftCardPayments = (databases: Pick<Databases, 'sql'>): PaymentProvider =>
  createGiftCardProvider({ ledger: createGiftCardLedger(databases) });
