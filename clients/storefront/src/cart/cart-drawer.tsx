import { Dialog } from '@base-ui/react/dialog';
import { useNavigate } from 'react-router';
import { useFormat } from '../messages/messages.ts';
import './cart.css';
import { CartContent } from './cart-content.tsx';
import { useCart } from './use-cart.ts';

type Props = { readonly isOpen: boolean; readonly onOpenChange: (isOpen: boolean) => void };

/** The cart beside the page. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function CartDrawer({ isOpen, onOpenChange }: Props) {
  const { text } = useFormat();
  const { cart, token } = useCart();
  const navigate = useNavigate();
  const goTo = (path: string) => {
    onOpenChange(false);
    void navigate(path);
  };
  return (
    <Dialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="drawer">
          <div className="drawer-head">
            <Dialog.Title>{text('cart')}</Dialog.Title>
            <Dialog.Close aria-label={text('close')}>×</Dialog.Close>
          </div>
          {cart && cart.lines.length > 0 ? (
            <CartContent cart={cart} token={token} checkOut={() => goTo('/checkout')} />
          ) : (
            <p className="soft">{text('cart.empty')}</p>
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
