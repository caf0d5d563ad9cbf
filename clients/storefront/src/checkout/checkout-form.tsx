import { Form } from '@base-ui/react/form';
import {
  type AddressFormatFragment,
  AddressInputs,
  addressOf,
  homeCountry,
  RefusalMessage,
  Sums,
  TextField,
  useCountry,
} from '@shop/web';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { SavedAddressFragment } from '../account/generated/address-book.ts';
import type { ViewerFragment } from '../account/generated/viewer.ts';
import type { CartFragment } from '../cart/generated/cart.ts';
import { useFormat } from '../messages/messages.ts';
import { AddressChoice } from './address-choice.tsx';
import './checkout.css';
import { clearDraft, readDraft, writeDraft } from './draft.ts';
import { ShippingChoice } from './shipping-choice.tsx';
import { usePlaceOrder } from './use-place-order.ts';
import { useQuote } from './use-quote.ts';

/** The longest that the response waits until stock is reserved. */
const waitForMs = 5_000;

type Props = {
  readonly cart: CartFragment;
  readonly token: string | undefined;
  readonly viewer: ViewerFragment | undefined;
  readonly countries: readonly AddressFormatFragment[];
  /** The viewer's address book. */
  readonly addresses: readonly SavedAddressFragment[];
};

export function CheckoutForm({ cart, token, viewer, countries, addresses }: Props) {
  const { text } = useFormat();
  const navigate = useNavigate();
  const [draft] = useState(readDraft);
  const { country, choose: chooseCountry } = useCountry(countries, draft['country']);
  const [saved, setSaved] = useState(
    draft['line1'] ? undefined : addresses.find(({ isDefault }) => isDefault),
  );
  const destination = saved?.country ?? country?.code ?? homeCountry;
  const { options, method, choose, quote, isOld, refetch } = useQuote(
    token,
    destination,
    cart.version,
  );
  const { place, errors, isPlacing } = usePlaceOrder();
  if (!country) return null;

  async function submit(values: Record<string, string>) {
    if (!quote) return;
    const { amount, currencyCode } = quote.total;
    const number = await place(cart.id, {
      ...(token ? { cartToken: token } : { fromCart: true }),
      ...(!viewer && { email: values['email']?.trim() ?? '' }),
      ...(saved
        ? { shippingAddressId: saved.id }
        : { shippingAddress: addressOf(values, destination) }),
      ...(method && { shippingMethod: method }),
      expectedTotal: { amount, currencyCode },
      waitForMs,
    });
    if (!number) return void (await refetch());
    clearDraft();
    await navigate(`/orders/${number}`);
  }

  return (
    <Form
      className="checkout"
      errors={errors.fields}
      onChange={({ currentTarget }) => writeDraft(currentTarget)}
      onFormSubmit={(values) => void submit(values)}
    >
      <div>
        {!viewer && (
          <div className="card">
            <TextField
              name="email"
              type="email"
              label={text('email')}
              required
              autoComplete="email"
              defaultValue={draft['email'] ?? ''}
            />
          </div>
        )}
        {addresses.length > 0 && (
          <AddressChoice addresses={addresses} chosen={saved} choose={setSaved} />
        )}
        {!saved && (
          <fieldset className="card">
            <legend>{text('checkout.address')}</legend>
            <AddressInputs
              countries={countries}
              country={country}
              choose={chooseCountry}
              values={draft}
            />
          </fieldset>
        )}
        <ShippingChoice options={options} chosen={method} choose={choose} />
      </div>
      <aside className="card" aria-label={text('checkout.summary')}>
        <ul className="summary">
          {cart.lines.map(({ id, quantity, title }) => (
            <li key={id}>
              {quantity} × {title}
            </li>
          ))}
        </ul>
        {quote && <Sums sum={quote} isOld={isOld} />}
        <RefusalMessage message={errors.form} />
        <button type="submit" className="primary" disabled={isPlacing || isOld}>
          {text(isPlacing ? 'checkout.placing' : 'checkout.place')}
        </button>
      </aside>
    </Form>
  );
}
