/** Up to this number of units, everyone may read the exact quantity in stock. */
export const publicQuantityLimit = 10;
