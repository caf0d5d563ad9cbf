import { RefusalMessage } from '@shop/web';
import { useState } from 'react';
import { useFormat } from '../messages/messages.ts';
import { CartLine } from './cart-line.tsx';
import type { CartFragment } from './generated/cart.ts';
import { useCartChanges } from './use-cart-changes.ts';
import { VoucherForm } from './voucher-form.tsx';

type Props = {
  readonly cart: CartFragment;
  readonly token: string | undefined;
  readonly checkOut: () => void;
};

/** Lines, vouchers and total of a cart. */
export function CartContent({ cart, token, checkOut }: Props) {
  const { text, money } = useFormat();
  const changes = useCartChanges(token);
  const [refusal, setRefusal] = useState<string>();
  const change = (variantId: string, next: (units: number) => number) =>
    void changes
      .changeUnits(variantId, next)
      .then(setRefusal, (error: Error) => setRefusal(error.message));
  const total = cart.pricing?.total ?? cart.subtotal;
  return (
    <>
      <ul className="cart-lines">
        {cart.lines.map((line) => (
          <CartLine key={line.id} line={line} changeUnits={change} isOld={changes.loading} />
        ))}
      </ul>
      <RefusalMessage message={refusal} />
      <VoucherForm vouchers={cart.vouchers} {...changes} />
      <dl className="sums" aria-busy={changes.loading}>
        {cart.pricing?.discounts.map((discount) => (
          <div key={discount.code}>
            <dt>{discount.name}</dt>
            <dd>−{money(discount.amount)}</dd>
          </div>
        ))}
        {total && (
          <div className="total">
            <dt>{text('total')}</dt>
            <dd>{money(total)}</dd>
          </div>
        )}
      </dl>
      <p className="soft">{text('cart.shippingLater')}</p>
      <button type="button" className="primary" onClick={checkOut}>
        {text('checkout')}
      </button>
    </>
  );
}
