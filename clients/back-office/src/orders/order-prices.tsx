import { Sums } from '@shop/web';
import { useFormat } from '../messages/messages.ts';
import '../table/table.css';
import type { OrderPricesFragment } from './generated/order-prices.ts';

/** What was ordered, what of it is missing, shipped, cancelled or refunded, and what it costs. */
export function OrderPrices({ order }: { readonly order: OrderPricesFragment }) {
  const { text, money } = useFormat();
  return (
    <section className="card">
      <h2>{text('order.lines')}</h2>
      <div className="table">
        <table>
          <thead>
            <tr>
              <th scope="col">{text('order.item')}</th>
              <th scope="col" className="amount">
                {text('units')}
              </th>
              <th scope="col" className="amount wide">
                {text('order.unitPrice')}
              </th>
              <th scope="col" className="amount">
                {text('total')}
              </th>
            </tr>
          </thead>
          <tbody>
            {order.lines.map((line) => {
              const short = order.shortLines.find(({ sku }) => sku === line.sku);
              return (
                <tr key={line.id}>
                  <td>
                    {line.title}
                    <br />
                    <span className="soft">{line.sku}</span>
                    {line.shippedQuantity > 0 && line.quantityToShip > 0 && (
                      <p>{text('order.shippedUnits', { count: line.shippedQuantity })}</p>
                    )}
                    {line.cancelledQuantity > 0 && (
                      <p>{text('order.cancelledUnits', { count: line.cancelledQuantity })}</p>
                    )}
                    {line.returnedQuantity > 0 && (
                      <p>{text('order.returnedUnits', { count: line.returnedQuantity })}</p>
                    )}
                    {line.refundedQuantity > 0 && (
                      <p>{text('order.refundedUnits', { count: line.refundedQuantity })}</p>
                    )}
                    {short && (
                      <p className="refusal">
                        {text('order.short', { available: short.availableUnits.quantity })}
                      </p>
                    )}
                  </td>
                  <td className="amount">{line.quantity}</td>
                  <td className="amount wide">{money(line.unitPrice)}</td>
                  <td className="amount">{money(line.lineTotal)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <Sums sum={order} />
    </section>
  );
}
