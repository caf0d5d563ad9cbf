import { useFormat } from '../messages/messages.ts';
import type { QuoteQuery } from './generated/checkout.ts';

type Options = NonNullable<NonNullable<QuoteQuery['cart']>['shippingMethods']>;
type Props = {
  readonly options: Options;
  readonly chosen: string | undefined;
  readonly choose: (code: string) => void;
};

function Days({ option }: { readonly option: Options[number] }) {
  const { text, count } = useFormat();
  const { minDays, maxDays } = option;
  if (!maxDays) return null;
  const days =
    minDays && minDays !== maxDays
      ? text('daysRange', { min: minDays, max: maxDays })
      : count('days', maxDays);
  return <span className="soft"> {days}</span>;
}

export function ShippingChoice({ options, chosen, choose }: Props) {
  const { text, money } = useFormat();
  if (options.length === 0) return null;
  return (
    <fieldset className="card choices">
      <legend>{text('shipping')}</legend>
      {options.map((option) => (
        <label key={option.code}>
          <input
            type="radio"
            name="shippingMethod"
            checked={option.code === chosen}
            onChange={() => choose(option.code)}
          />
          <span>
            {option.name}
            <Days option={option} />
          </span>
          <b>{money(option.price)}</b>
        </label>
      ))}
    </fieldset>
  );
}
