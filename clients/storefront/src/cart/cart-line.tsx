import { useFormat } from '../messages/messages.ts';
import type { CartLineFragment } from './generated/cart.ts';

type Props = {
  readonly line: CartLineFragment;
  readonly changeUnits: (variantId: string, next: (units: number) => number) => void;
  /** Whether the shop has not answered to a change yet. */
  readonly isOld: boolean;
};

export function CartLine({ line, changeUnits, isOld }: Props) {
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
              onClick={() => changeUnits(variant.id, (units) => units - 1)}
            >
              −
            </button>
            <output>{quantity}</output>
            <button
              type="button"
              aria-label={text('more')}
              onClick={() => changeUnits(variant.id, (units) => units + 1)}
            >
              +
            </button>
            <button type="button" className="link" onClick={() => changeUnits(variant.id, () => 0)}>
              {text('remove')}
            </button>
          </fieldset>
        )}
      </div>
      <b aria-busy={isOld}>{money(line.lineTotal)}</b>
    </li>
  );
}
