/** Up to this number of units, everyone may read the exact quantity in stock. */
export const publicQuantityLimit = 10;

/** A number of units: exact, or the least that there are. */
export type UnitQuantity = { readonly quantity: number; readonly atLeast: boolean };

/** Returns a quantity in stock as everyone may read it: exact up to the limit. */
export const publicUnits = (units: number): UnitQuantity => ({
  quantity: Math.min(units, publicQuantityLimit),
  atLeast: units > publicQuantityLimit,
});
