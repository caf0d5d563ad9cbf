import { useFormat } from '../messages/format.tsx';
import type { AmountFragment as Amount } from './generated/amount.ts';
import './sums.css';

type Sum = {
  readonly subtotal: Amount;
  readonly discounts: readonly {
    readonly code: string;
    readonly name: string;
    readonly amount: Amount;
  }[];
  readonly shipping?: { readonly name: string; readonly total: Amount } | null;
  readonly taxes?: readonly {
    readonly name: string;
    readonly percent: string;
    readonly amount: Amount;
  }[];
  readonly taxesIncluded?: boolean;
  readonly total: Amount;
  readonly refunded?: Amount;
};

/** What an order costs, and why. */
export function Sums({ sum, isOld = false }: { readonly sum: Sum; readonly isOld?: boolean }) {
  const { text, money } = useFormat();
  const { subtotal, discounts, shipping, taxes = [], taxesIncluded, total, refunded } = sum;
  const rows = [
    { key: 'subtotal', name: text('subtotal'), value: money(subtotal) },
    ...discounts.map(({ code, name, amount }) => ({ key: code, name, value: `−${money(amount)}` })),
    ...(shipping
      ? [
          {
            key: 'shipping',
            name: `${text('shipping')}: ${shipping.name}`,
            value: money(shipping.total),
          },
        ]
      : []),
    ...taxes.map(({ name, percent, amount }) => ({
      key: `${name} ${percent}`,
      name: `${taxesIncluded ? `${text('including')} ` : ''}${name} ${Number(percent)} %`,
      value: money(amount),
    })),
  ];
  return (
    <dl className="sums" aria-busy={isOld}>
      {rows.map(({ key, name, value }) => (
        <div key={key}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      <div className="total">
        <dt>{text('total')}</dt>
        <dd>{money(total)}</dd>
      </div>
      {refunded && Number(refunded.amount) > 0 && (
        <div>
          <dt>{text('refunded')}</dt>
          <dd>{money(refunded)}</dd>
        </div>
      )}
    </dl>
  );
}
