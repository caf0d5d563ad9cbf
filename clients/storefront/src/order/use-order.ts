import { useQuery, useSubscription } from '@apollo/client/react';
import { useEffect } from 'react';
import { useLocation } from 'react-router';
import { orderToken } from '../shop/stored-text.ts';
import { FollowOrderDocument, OrderDocument } from './generated/order.ts';

/** The token of a link in an e-mail: `/orders/<number>#token=<token>`. It is stored, and leaves the address. */
function useLinkToken(number: string): string | undefined {
  const { hash } = useLocation();
  const token = new URLSearchParams(hash.slice(1)).get('token') ?? undefined;
  useEffect(() => {
    if (!token) return;
    orderToken(number).write(token);
    // A token in the address would be copied with it.
    history.replaceState(history.state, '', location.pathname);
  }, [token, number]);
  return token;
}

/** An order as it is now, and again whenever it changes: the subscription writes to the cache that the query reads. */
export function useOrder(number: string) {
  const linkToken = useLinkToken(number);
  const storedToken = orderToken(number).use();
  const token = linkToken ?? storedToken;
  const access = token ? { orderToken: token } : {};
  const { data, error, loading, refetch } = useQuery(OrderDocument, {
    variables: { number, ...access },
  });
  const order = data?.order ?? undefined;
  useSubscription(FollowOrderDocument, {
    variables: { id: order?.id ?? '', ...access },
    skip: !order,
    ignoreResults: true,
  });
  return { order, token, error, loading, refetch };
}
