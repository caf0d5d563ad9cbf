/** Up to this many units anybody may know the exact number of what is in stock. */
export const publicQuantityLimit = 10;
