import { useQuery } from '@apollo/client/react';
import { useEffect, useRef, useState } from 'react';
import { withToken } from '../cart/use-cart.ts';
import { QuoteDocument } from './generated/checkout.ts';

type Choice = { readonly country: string; readonly method: string };

/** What a version of the cart costs when it is sent to a country: with the method that was chosen for it, or else the shop's default. */
export function useQuote(token: string | undefined, country: string, version: number) {
  const quotedFor = useRef(version);
  const [choice, setChoice] = useState<Choice>();
  const chosen = choice?.country === country ? choice.method : undefined;
  const { data, previousData, loading, refetch } = useQuery(QuoteDocument, {
    variables: {
      ...withToken(token),
      destination: { country },
      ...(chosen && { shippingMethod: chosen }),
    },
    fetchPolicy: 'cache-and-network',
  });
  useEffect(() => {
    if (quotedFor.current !== version) void refetch().catch(() => undefined);
    quotedFor.current = version;
  }, [version, refetch]);
  const cart = (data ?? previousData)?.cart;
  const options = cart?.shippingMethods ?? [];
  return {
    options,
    method: chosen ?? options.find(({ isDefault }) => isDefault)?.code,
    choose: (method: string) => setChoice({ country, method }),
    quote: cart?.pricing ?? undefined,
    isOld: !data || loading,
    refetch,
  };
}
