/** What the form of a payment provider would return: the tokens of the test provider decide the outcome. */
export const paymentTokens = [
  'tok_success',
  'tok_late_success',
  'tok_decline',
  'tok_insufficient_funds',
  'tok_needs_action',
] as const;
