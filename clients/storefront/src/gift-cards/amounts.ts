type Money = { readonly amount: string; readonly currencyCode: string };

/** Returns what a gift card pays of the amount due, and what is left, for display; `undefined` in another currency. */
export function payable(balance: Money, due: Money) {
  const { currencyCode } = due;
  if (balance.currencyCode !== currencyCode) return undefined;
  const left = Math.max(0, Number(due.amount) - Number(balance.amount));
  const decimals = due.amount.split('.')[1]?.length ?? 0;
  return {
    pays: left > 0 ? balance : due,
    left: left > 0 ? { amount: left.toFixed(decimals), currencyCode } : undefined,
  };
}
