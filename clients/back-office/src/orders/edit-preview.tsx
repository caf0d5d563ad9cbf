import { useQuery } from '@apollo/client/react';
import { useFormat } from '../messages/messages.ts';
import { EditPreviewDocument } from './generated/order-edits.ts';

type Line = { readonly variantId: string; readonly quantity: number };

/** What the order would cost with these lines, and what the customer would have to pay or would get back. */
export function EditPreview({
  orderId,
  lines,
}: {
  readonly orderId: string;
  readonly lines: readonly Line[];
}) {
  const { text, money } = useFormat();
  const wanted = lines.map(({ variantId, quantity }) => ({ variantId, quantity }));
  const { data, previousData } = useQuery(EditPreviewDocument, {
    variables: { input: { orderId, lines: wanted } },
    fetchPolicy: 'no-cache',
  });
  const preview = (data ?? previousData)?.orderEditPreview;
  if (!preview) return null;
  const { pricing, amountDue, amountRefunded, problems } = preview;
  const isDue = Number(amountDue?.amount) > 0;
  const isRefunded = Number(amountRefunded?.amount) > 0;
  return (
    <div role="status">
      {problems.map(({ message }) => (
        <p key={message} className="soft">
          {message}
        </p>
      ))}
      {pricing && <p>{text('edit.total', { amount: money(pricing.total) })}</p>}
      {pricing?.shipping && (
        <p className="soft">
          {pricing.shipping.name}: {money(pricing.shipping.total)}
        </p>
      )}
      {amountDue && isDue && <p>{text('edit.due', { amount: money(amountDue) })}</p>}
      {amountRefunded && isRefunded && (
        <p>{text('edit.refunded', { amount: money(amountRefunded) })}</p>
      )}
    </div>
  );
}
