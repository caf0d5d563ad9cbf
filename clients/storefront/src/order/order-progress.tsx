import { useFormat } from '../messages/messages.ts';

const steps = ['CONFIRMED', 'PAID', 'SHIPPED', 'DELIVERED'] as const;
const names: readonly string[] = steps;

/** How far an order has come, of what is usual; nothing for one that is rejected or cancelled. */
export function OrderProgress({ status }: { readonly status: string }) {
  const { text } = useFormat();
  // Units are left to ship: what is reached is the step before.
  const reached = names.indexOf(status === 'PARTIALLY_SHIPPED' ? 'PAID' : status);
  if (reached < 0 && status !== 'PENDING') return null;
  return (
    <ol className="progress">
      {steps.map((step, index) => (
        <li
          key={step}
          data-reached={index <= reached}
          aria-current={index === reached ? 'step' : undefined}
        >
          {text(`progress.${step}`)}
        </li>
      ))}
    </ol>
  );
}
