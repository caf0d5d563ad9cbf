import { TextField } from '@shop/web';
import { useFormat } from '../messages/messages.ts';
import { AmountField } from './amount-field.tsx';
import type { Money } from './money-of.ts';
import './money-field.css';

type Props = {
  readonly name: string;
  readonly label: string;
  readonly required?: boolean;
  readonly money: Money | null | undefined;
};

/** An amount with its currency; `moneyOf` reads them. */
export function MoneyField({ name, label, required = false, money }: Props) {
  const { text } = useFormat();
  return (
    <div className="row money">
      <AmountField
        name={name}
        label={label}
        required={required}
        {...(money && { defaultValue: money.amount })}
      />
      <TextField
        name={`${name}.currency`}
        label={text('currency')}
        required
        maxLength={3}
        format={{ pattern: '^[A-Z]{3}$', example: 'EUR' }}
        defaultValue={money?.currencyCode ?? 'EUR'}
      />
    </div>
  );
}
