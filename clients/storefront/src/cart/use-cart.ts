import { useQuery } from '@apollo/client/react';
import { useViewer } from '../account/use-viewer.ts';
import { cartToken } from '../shop/stored-text.ts';
import { CartDocument } from './generated/cart.ts';

/** Returns the token of the cart for an input or arguments: nothing for the cart of the viewer. */
export const withToken = (token: string | undefined) => (token ? { cartToken: token } : {});

/** The cart of the viewer, or the one whose token this browser has. */
export function useCart() {
  const token = cartToken.use();
  const { viewer } = useViewer();
  const { data, loading } = useQuery(CartDocument, {
    variables: withToken(token),
    skip: !token && !viewer,
  });
  return { cart: data?.cart ?? undefined, token, loading };
}
