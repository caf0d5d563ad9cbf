import { expect, it } from 'vitest';
import { failureMessage, refundFailureMessage } from './failure-messages.ts';

it('a failure code is a sentence for the customer, and an unknown code a general one', () => {
  expect(failureMessage('insufficient_funds')).toBe(
    'The account of the card does not have enough money.',
  );
  for (const unknown of ['do_not_honor_77', '', 'constructor', '__proto__', null]) {
    expect(failureMessage(unknown)).toBe('The payment was not accepted.');
    expect(refundFailureMessage(unknown)).toBe('The refund was not accepted.');
  }
});

it('a failure code of a refund is a sentence about the refund', () => {
  expect(refundFailureMessage('canceled')).toBe('The refund was cancelled.');
  expect(refundFailureMessage('expired_card')).toBe('The card has expired.');
});
