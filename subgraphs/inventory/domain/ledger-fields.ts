import { plainText } from '@shop/schema';

/** The field `reason` that every change of stock by hand has. */
export const reasonField = plainText(200);
