import { useFormat } from '../messages/messages.ts';
import type { CartLineFragment } from './generated/cart.ts';

type Props = {
  readonly line: CartLineFragment;
  readonly setQuantity: (variantId: string, quantity: number) => void;
};

export function CartLine({ line, setQuantity }: Props) {
  const { text, money } = useFormat();
  const { variant, quantity, title: name } = line;
  const picture = variant?.product?.images[0]?.url;
  return (
    <li>
      {picture ? <img src={picture} alt="" width="64" height="64" /> : <span />}
      <div>
        <b>{name}</b>
        <span className="soft">{money(line.unitPrice)}</span>
        {line.problems.map(({ code, message }) => (
          <span key={code} className="refusal">
            {message}
          </span>
        ))}
        {variant && (
          <fieldset className="stepper" aria-label={text('quantityOf', { name })}>
            <button
              type="button"
              aria-label={text('less')}
              onClick={() => setQuantity(variant.id, quantity - 1)}
            >
              −
            </button>
            <output>{quantity}</output>
            <button
              type="button"
              aria-label={text('more')}
              onClick={() => setQuantity(variant.id, quantity + 1)}
            >
              +
            </button>
            <button type="button" className="link" onClick={() => setQuantity(variant.id, 0)}>
              {text('remove')}
            </button>
          </fieldset>
        )}
      </div>
      <b>{money(line.lineTotal)}</b>
    </li>
  );
}
