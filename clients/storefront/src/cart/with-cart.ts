import type { Refusal } from '@shop/web';
import { cartToken } from '../shop/stored-text.ts';

type Payload = {
  readonly userErrors: readonly (Refusal & { readonly code: string })[];
};

/**
 * Sends a change with the token of the guest's cart. When the shop no longer has this cart, the token is forgotten, and the
 * change is sent again for a new cart.
 */
export async function withCart<Changed extends Payload>(
  token: string | undefined,
  send: (token: string | undefined) => Promise<Changed | null | undefined>,
): Promise<Changed | null | undefined> {
  const payload = await send(token);
  const isUnknown = payload?.userErrors.some(
    ({ code, field }) => code === 'NOT_FOUND' && field?.[0] === 'cartToken',
  );
  if (!token || !isUnknown) return payload;
  cartToken.write(undefined);
  return send(undefined);
}
