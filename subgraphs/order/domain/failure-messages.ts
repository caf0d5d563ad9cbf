/**
 * Sentences that a shop can show its customer, by the failure code of a payment. A card that was reported as
 * lost or stolen is only declined: the message must not help a thief.
 */
const messages: Readonly<Record<string, string>> = {
  amount_not_supported: 'The payment provider cannot charge this amount.',
  authentication_required: 'The bank requires you to confirm the payment.',
  authorisation_expired: 'The authorisation of the payment has ended.',
  canceled: 'The payment was cancelled.',
  card_declined: 'The bank declined the card.',
  card_not_supported: 'The card cannot be used for this payment.',
  customer_declined: 'You did not confirm the payment.',
  do_not_honor: 'The bank declined the card.',
  expired_card: 'The card has expired.',
  gift_card_balance: 'The balance of the gift card has become too low.',
  gift_card_invalid: 'The gift card is not valid any more.',
  incorrect_cvc: 'The security code of the card is wrong.',
  incorrect_number: 'The number of the card is wrong.',
  insufficient_funds: 'The account of the card does not have enough money.',
  not_received: 'The payment did not reach the payment provider.',
  processing_error: 'The bank could not process the payment.',
  unknown_token: 'The payment provider does not know the card.',
};

/** The same for refunds, where another sentence fits. */
const refundMessages: Readonly<Record<string, string>> = {
  ...messages,
  account_closed: 'The account of the card is closed.',
  canceled: 'The refund was cancelled.',
  card_declined: 'The bank declined the refund.',
  insufficient_funds: 'The balance of the shop is too low for the refund.',
  processing_error: 'The bank could not process the refund.',
};

const sentenceIn = (known: Readonly<Record<string, string>>, code: string | null) =>
  code !== null && Object.hasOwn(known, code) ? known[code] : undefined;

/** Returns the sentence for the failure code of a payment, from any provider. */
export const failureMessage = (code: string | null): string =>
  sentenceIn(messages, code) ?? 'The payment was not accepted.';

/** Returns the sentence for the failure code of a refund, from any provider. */
export const refundFailureMessage = (code: string | null): string =>
  sentenceIn(refundMessages, code) ?? 'The refund was not accepted.';
