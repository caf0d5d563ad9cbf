import { ErrorBoundary, Loading, NotFound } from '@shop/web';
import { lazy, Suspense, useState } from 'react';
import { Route, Routes } from 'react-router';
import { Home } from './catalogue/home.tsx';
import { Layout } from './layout/layout.tsx';
import { sentOrder } from './shop/stored-text.ts';

const CartDrawer = lazy(() => import('./cart/cart-drawer.tsx'));
const Search = lazy(() => import('./catalogue/search.tsx'));
const ProductPage = lazy(() => import('./catalogue/product-page.tsx'));
const Checkout = lazy(() => import('./checkout/checkout.tsx'));
const OrderPage = lazy(() => import('./order/order-page.tsx'));
const SentOrderNotice = lazy(() => import('./order/sent-order-notice.tsx'));
const SignIn = lazy(() => import('./account/sign-in.tsx'));
const Register = lazy(() => import('./account/register.tsx'));
const ConfirmPage = lazy(() => import('./account/confirm-page.tsx'));
const ResetPassword = lazy(() => import('./account/reset-password.tsx'));
const AccountArea = lazy(() => import('./account/account-area.tsx'));
const Overview = lazy(() => import('./account/overview.tsx'));
const Returns = lazy(() => import('./account/returns.tsx'));
const Addresses = lazy(() => import('./account/addresses.tsx'));
const PaymentMethods = lazy(() => import('./payment-methods/payment-methods.tsx'));
const Sessions = lazy(() => import('./account/sessions.tsx'));
const Security = lazy(() => import('./account/security.tsx'));

/** The pages of the shop. All but the first are loaded when they are opened. */
export function App() {
  const sent = sentOrder.use();
  const [isCartOpen, setCartOpen] = useState(false);
  const [isCartLoaded, setCartLoaded] = useState(false);
  const openCart = () => {
    setCartLoaded(true);
    setCartOpen(true);
  };
  return (
    <Layout openCart={openCart}>
      <ErrorBoundary isPart>
        <Suspense>
          {sent && <SentOrderNotice sent={sent} />}
          {isCartLoaded && <CartDrawer isOpen={isCartOpen} onOpenChange={setCartOpen} />}
        </Suspense>
      </ErrorBoundary>
      <Suspense fallback={<Loading />}>
        <Routes>
          <Route index element={<Home />} />
          <Route path="search" element={<Search />} />
          <Route path="categories/:slug" element={<Search />} />
          <Route path="products/:slug" element={<ProductPage onAdded={openCart} />} />
          <Route path="checkout" element={<Checkout />} />
          <Route path="orders/:number" element={<OrderPage onAdded={openCart} />} />
          <Route path="sign-in" element={<SignIn />} />
          <Route path="register" element={<Register />} />
          <Route path="verify-email" element={<ConfirmPage kind="verify" />} />
          <Route path="confirm-email" element={<ConfirmPage kind="change" />} />
          <Route path="reset-password" element={<ResetPassword />} />
          <Route path="account" element={<AccountArea />}>
            <Route index element={<Overview />} />
            <Route path="returns" element={<Returns />} />
            <Route path="addresses" element={<Addresses />} />
            <Route path="payment-methods" element={<PaymentMethods />} />
            <Route path="sessions" element={<Sessions />} />
            <Route path="security" element={<Security />} />
          </Route>
          <Route path="*" element={<NotFound />} />
        </Routes>
      </Suspense>
    </Layout>
  );
}
