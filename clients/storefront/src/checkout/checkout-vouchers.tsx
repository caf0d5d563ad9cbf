import type { CartFragment } from '../cart/generated/cart.ts';
import { useCartChanges } from '../cart/use-cart-changes.ts';
import { VoucherForm } from '../cart/voucher-form.tsx';

type Props = { readonly cart: CartFragment; readonly token: string | undefined };

/** The voucher codes of the cart that is ordered. */
export function CheckoutVouchers({ cart, token }: Props) {
  const { applyVoucher, removeVoucher } = useCartChanges(token);
  return (
    <section className="card checkout-vouchers">
      <VoucherForm
        vouchers={cart.vouchers}
        applyVoucher={applyVoucher}
        removeVoucher={removeVoucher}
      />
    </section>
  );
}
