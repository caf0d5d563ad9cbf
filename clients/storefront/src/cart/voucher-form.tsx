import { RefusalMessage } from '@shop/web';
import { type FormEvent, useId, useState } from 'react';
import { useFormat } from '../messages/messages.ts';
import type { CartFragment } from './generated/cart.ts';

type Change = (code: string) => Promise<string | undefined>;
type Props = {
  readonly vouchers: CartFragment['vouchers'];
  readonly applyVoucher: Change;
  readonly removeVoucher: Change;
};

export function VoucherForm({ vouchers, applyVoucher, removeVoucher }: Props) {
  const { text } = useFormat();
  const [refusal, setRefusal] = useState<string>();
  const [code, setCode] = useState('');
  const id = useId();
  const change = (result: Promise<string | undefined>) =>
    void result.then(setRefusal, (error: Error) => setRefusal(error.message));
  function apply(event: FormEvent) {
    event.preventDefault();
    if (code.trim()) change(applyVoucher(code.trim()));
    setCode('');
  }
  return (
    <form className="voucher" onSubmit={apply}>
      <label htmlFor={id}>{text('voucher')}</label>
      <div className="row">
        <input
          id={id}
          value={code}
          maxLength={100}
          autoComplete="off"
          aria-describedby={refusal && `${id}-refusal`}
          aria-invalid={refusal !== undefined}
          onChange={({ target }) => setCode(target.value)}
        />
        <button type="submit">{text('voucher.apply')}</button>
      </div>
      <RefusalMessage id={`${id}-refusal`} message={refusal} />
      {vouchers.map((voucher) => (
        <p key={voucher.code}>
          <b>{voucher.code}</b> {voucher.problem?.message ?? voucher.name}{' '}
          <button
            type="button"
            className="link"
            onClick={() => change(removeVoucher(voucher.code))}
          >
            {text('remove')}
          </button>
        </p>
      ))}
    </form>
  );
}
