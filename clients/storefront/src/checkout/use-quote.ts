import { useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { withToken } from '../cart/use-cart.ts';
import { QuoteDocument } from './generated/checkout.ts';

/** What the cart costs when it is sent to a country: with the chosen method, or else the cheapest. */
export function useQuote(token: string | undefined, country: string) {
  const [wanted, choose] = useState<string>();
  const destination = { country };
  const offers = useQuery(QuoteDocument, {
    variables: { ...withToken(token), destination },
    fetchPolicy: 'cache-and-network',
  });
  const options = (offers.data ?? offers.previousData)?.cart?.shippingMethods ?? [];
  const method = (options.find(({ code }) => code === wanted) ?? options[0])?.code;
  const priced = useQuery(QuoteDocument, {
    variables: { ...withToken(token), destination, ...(method && { shippingMethod: method }) },
    skip: !offers.data,
    fetchPolicy: 'cache-and-network',
  });
  const quote = (priced.data ?? priced.previousData)?.cart?.pricing ?? undefined;
  return {
    options,
    method,
    choose,
    quote,
    isOld: !priced.data || priced.loading,
    refetch: priced.refetch,
  };
}
