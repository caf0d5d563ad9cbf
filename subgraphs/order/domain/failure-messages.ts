/**
 * Sentences that a shop can show its customer, by the failure code of a payment. A card that was reported as
 * lost or stolen is only declined: the message must not help a thief.
 */
const messages: Readonly<Record<string, string>> = {
  authentication_required: 'The bank requires you to confirm the payment.',
  canceled: 'The payment was cancelled.',
  card_declined: 'The bank declined the card.',
  card_not_supported: 'The card cannot be used for this payment.',
  customer_declined: 'You did not confirm the payment.',
  expired_card: 'The card has expired.',
  incorrect_cvc: 'The security code of the card is wrong.',
  incorrect_number: 'The number of the card is wrong.',
  insufficient_funds: 'The account of the card does not have enough money.',
  not_received: 'The payment did not reach the payment provider.',
  processing_error: 'The bank could not process the payment.',
  unknown_token: 'The payment provider does not know the card.',
};

/** Returns the sentence for a failure code of any provider. */
export const failureMessage = (code: string | null): string =>
  (code !== null && Object.hasOwn(messages, code) && messages[code]) ||
  'The payment was not accepted.';
