import type { CaptureResult } from '../../domain/ports.ts';
import { failed } from '../failed.ts';
import { KeyReused } from '../key-reused.ts';
import { capturedOf, type TestCharge } from './charges.ts';
import { declinesCaptures, isCapturedOnce } from './tokens.ts';

/** Returns a charge that has succeeded at this time: authorised, or captured at once. */
export const succeeded = (charge: TestCharge, now: Date, authorisationMs: number): TestCharge =>
  charge.isCapturedLater
    ? {
        ...charge,
        ...{ status: 'AUTHORISED', code: null },
        authorisedUntil: new Date(now.getTime() + authorisationMs),
      }
    : { ...charge, status: 'CAPTURED', code: null };

/** Returns the state of an authorised charge. */
export const authorised = (charge: TestCharge, expiresAt: Date) =>
  ({
    status: 'AUTHORISED',
    expiresAt,
    captures: isCapturedOnce(charge) ? 'ONE' : 'MANY',
  }) as const;

export type CaptureRequest = {
  readonly key: string;
  readonly minor: bigint;
  readonly isFinal: boolean;
};

/** Returns a charge after a capture, and the result. Throws `KeyReused` for a key of another amount. */
export function capture(
  charge: TestCharge,
  { key, minor, isFinal }: CaptureRequest,
  now: Date,
): { readonly charge: TestCharge; readonly result: CaptureResult } {
  const earlier = charge.captures.find((one) => one.key === key);
  if (earlier && earlier.minor !== minor) throw new KeyReused(key);
  if (earlier) return { charge, result: { status: 'SUCCEEDED' } };
  const code = captureFailure(charge, minor, now);
  if (code !== undefined) return { charge, result: failed(code) };
  const captured = { ...charge, captures: [...charge.captures, { key, minor }] };
  const isWhole = isFinal || isCapturedOnce(charge) || capturedOf(captured) === charge.amount.minor;
  return {
    charge: isWhole ? { ...captured, status: 'CAPTURED' } : captured,
    result: { status: 'SUCCEEDED' },
  };
}

function captureFailure(charge: TestCharge, minor: bigint, now: Date): string | undefined {
  if (charge.status !== 'AUTHORISED') return 'charge_not_authorised';
  if (isExpired(charge, now)) return 'authorisation_expired';
  if (declinesCaptures(charge)) return 'card_declined';
  if (minor <= 0n) return 'invalid_amount';
  return (capturedOf(charge) ?? 0n) + minor > charge.amount.minor
    ? 'amount_exceeds_charge'
    : undefined;
}

export const isExpired = ({ status, authorisedUntil }: TestCharge, now: Date): boolean =>
  status === 'AUTHORISED' && authorisedUntil !== null && authorisedUntil <= now;

/** Returns a charge of which nothing more can be captured. */
export function released(charge: TestCharge): TestCharge {
  if (charge.status !== 'AUTHORISED') return charge;
  return charge.captures.length > 0
    ? { ...charge, status: 'CAPTURED' }
    : { ...charge, status: 'FAILED', code: 'canceled' };
}
