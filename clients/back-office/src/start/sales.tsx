import { Failure, Loading, UrlInput, useUrlParams, withValue } from '@shop/web';
import type { FormEvent } from 'react';
import { Link } from 'react-router';
import { useViewer } from '../account/use-viewer.ts';
import { useFormat } from '../messages/messages.ts';
import type { SalesFragment } from './generated/start.ts';
import { timeZone } from './use-day.ts';
import { useSales } from './use-sales.ts';

type Day = { readonly date: string; readonly today: string };

/** Chooses the day, which is in the URL. */
function DayForm({ date, today }: Day) {
  const { text } = useFormat();
  const [, change] = useUrlParams();
  function show(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const day = String(new FormData(event.currentTarget).get('date'));
    change((now) => withValue(now, 'date', day === today ? '' : day));
  }
  return (
    <form className="row" onSubmit={show}>
      <label htmlFor="day">{text('sales.day')}</label>
      <UrlInput
        shown={date}
        id="day"
        type="date"
        name="date"
        required
        min="2000-01-01"
        max={today}
      />
      <button type="submit">{text('sales.show')}</button>
    </form>
  );
}

function Figures({ sales }: { readonly sales: SalesFragment }) {
  const { text, money } = useFormat();
  const figures = [
    { label: text('sales.orders'), value: sales.orderCount },
    { label: text('units'), value: sales.units },
    { label: text('sales.refunds'), value: sales.refundCount },
    ...sales.amounts.flatMap(({ currencyCode, ...amounts }) =>
      (['paid', 'refunded', 'net'] as const).map((name) => ({
        label: text(`sales.${name}`, { currency: currencyCode }),
        value: money(amounts[name]),
      })),
    ),
  ];
  return (
    <dl className="figures">
      {figures.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function BestSellers({ sales: { bestSellers } }: { readonly sales: SalesFragment }) {
  const { text } = useFormat();
  const { can } = useViewer();
  if (bestSellers.length === 0) return <p>{text('sales.none')}</p>;
  return (
    <div className="table">
      <table>
        <caption>{text('sales.best')}</caption>
        <thead>
          <tr>
            <th scope="col">{text('sales.product')}</th>
            <th scope="col" className="amount">
              {text('units')}
            </th>
          </tr>
        </thead>
        <tbody>
          {bestSellers.map(({ product, units }, n) => (
            <tr key={product?.id ?? `removed ${n}`}>
              <th scope="row" className="words">
                {product && can('catalog:write') ? (
                  <Link to={`/products/${product.id}`}>{product.title}</Link>
                ) : (
                  (product?.title ?? text('sales.unknown'))
                )}
              </th>
              <td className="amount">{units}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The sales of a day, which change without a reload. */
export function Sales({ onChange }: { readonly onChange: () => void }) {
  const { text, day } = useFormat();
  const { date, today, sales, error, refetch } = useSales(onChange);
  return (
    <section className="card">
      <h2>{text('sales.title', { day: day(`${date}T12:00:00`) })}</h2>
      <DayForm date={date} today={today} />
      {error && !sales && <Failure error={error} retry={refetch} />}
      {!error && !sales && <Loading />}
      {sales && (
        <>
          <Figures sales={sales} />
          <BestSellers sales={sales} />
        </>
      )}
      <p className="soft">{text('sales.zone', { zone: timeZone })}</p>
    </section>
  );
}
