import { useQuery } from '@apollo/client/react';
import { Failure, Loading, usePageTitle } from '@shop/web';
import { useState } from 'react';
import { Link } from 'react-router';
import { MyAddressesDocument } from '../account/generated/address-book.ts';
import { useViewer } from '../account/use-viewer.ts';
import { useCart } from '../cart/use-cart.ts';
import { useFormat } from '../messages/messages.ts';
import { CheckoutForm } from './checkout-form.tsx';
import { CheckoutVouchers } from './checkout-vouchers.tsx';
import { CountriesDocument } from './generated/checkout.ts';
import { SessionEnded } from './session-ended.tsx';

// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function Checkout() {
  const { text, language } = useFormat();
  const { cart, token, loading } = useCart();
  const { viewer, loading: isViewerLoading } = useViewer();
  const [wasSignedIn, setSignedIn] = useState(false);
  if (viewer && !wasSignedIn) setSignedIn(true);
  const book = useQuery(MyAddressesDocument, { skip: !viewer });
  const { data, error, refetch } = useQuery(CountriesDocument, {
    variables: { locale: language },
  });
  usePageTitle(text('checkout'));
  if (error) return <Failure error={error} retry={refetch} />;
  if (wasSignedIn && !viewer && !isViewerLoading) {
    return (
      <>
        <h1>{text('checkout')}</h1>
        <SessionEnded />
      </>
    );
  }
  if (!data || (loading && !cart) || book.loading) return <Loading />;
  return (
    <>
      <h1>{text('checkout')}</h1>
      {cart && cart.lines.length > 0 ? (
        <>
          <CheckoutForm
            cart={cart}
            token={token}
            viewer={viewer}
            countries={data.countries}
            addresses={book.data?.me?.addresses ?? []}
          />
          <CheckoutVouchers cart={cart} token={token} />
        </>
      ) : (
        <p>
          {text('cart.empty')} <Link to="/">{text('notFound.home')}</Link>
        </p>
      )}
    </>
  );
}
