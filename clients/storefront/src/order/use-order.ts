import { useQuery, useSubscription } from '@apollo/client/react';
import { useEffect } from 'react';
import { useLocation } from 'react-router';
import { orderToken } from '../shop/stored-text.ts';
import { FollowOrderDocument, OrderDocument } from './generated/order.ts';

/** The token of a link in an e-mail: `/orders/<number>#token=<token>`. */
function useLinkToken(number: string): void {
  const { hash } = useLocation();
  useEffect(() => {
    const token = new URLSearchParams(hash.slice(1)).get('token');
    if (!token) return;
    orderToken(number).write(token);
    // A token in the address would be copied with it.
    history.replaceState(history.state, '', location.pathname);
  }, [hash, number]);
}

/** An order as it is now, and again whenever it changes: the subscription writes to the cache that the query reads. */
export function useOrder(number: string) {
  useLinkToken(number);
  const token = orderToken(number).use();
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
