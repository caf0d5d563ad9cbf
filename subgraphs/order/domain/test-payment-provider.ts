import type { ChargeResult, PaymentProvider } from './ports.ts';

const outcomes: Readonly<Record<string, ChargeResult>> = {
  tok_success: { status: 'CAPTURED' },
  tok_decline: { status: 'FAILED', code: 'card_declined' },
};

/** A provider that moves no money: the token alone says how a payment ends, so a repeat ends alike. */
export const testPaymentProvider: PaymentProvider = {
  charge: async ({ token }) => outcomes[token] ?? { status: 'FAILED', code: 'unknown_token' },
};
