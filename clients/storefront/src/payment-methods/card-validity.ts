type Validity = { readonly expiryMonth: number; readonly expiryYear: number };

/** Whether a card is no longer valid: it is until the end of its last month. */
export const isExpired = ({ expiryMonth, expiryYear }: Validity, now = new Date()): boolean =>
  now >= new Date(expiryYear, expiryMonth, 1);

/** Returns the last month of a card in a language, for example `August 2039`. */
export const lastMonth = ({ expiryMonth, expiryYear }: Validity, language: string): string =>
  new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric' }).format(
    new Date(expiryYear, expiryMonth - 1, 1),
  );
