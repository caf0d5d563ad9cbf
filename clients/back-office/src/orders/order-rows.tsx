import { Link } from 'react-router';
import { useFormat } from '../messages/messages.ts';
import type { OrderRowFragment } from './generated/orders.ts';

/** The rows of a table of orders. */
export function OrderRows({ orders }: { readonly orders: readonly OrderRowFragment[] }) {
  const { name, date, money } = useFormat();
  return (
    <tbody>
      {orders.map(({ id, number, status, email, placedAt, total }) => (
        <tr key={id}>
          <th scope="row">
            <Link to={`/orders/${number}`}>{number}</Link>
          </th>
          <td>{name('status', status)}</td>
          <td className="wide">{email}</td>
          <td className="wide">{date(placedAt)}</td>
          <td className="amount">{money(total)}</td>
        </tr>
      ))}
    </tbody>
  );
}
