/** Returns an amount as the shop takes it. */
export const amountOf = (value = ''): string => value.trim().replace(',', '.');
