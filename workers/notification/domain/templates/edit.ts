import type { EventData } from '@shop/schema';
import type { Template } from '../template.ts';
import { singleLine } from '../untrusted-text.ts';
import { type OrderLinkContext, orderLink } from './links.ts';
import { money, orderLines } from './order-lines.ts';
import { reason } from './reason.ts';
import { minuteOf } from './time.ts';

type Edited = EventData<'order.edited.v1'>;

export const orderEdited: Template<'order.edited.v1', OrderLinkContext> = {
  name: 'order-edited',
  purpose: 'ORDER',
  subject: ({ number }) => `Order ${number} has been changed`,
  body: (order, link) => [
    'We have changed your order:',
    changes(order),
    reason(order.reason, order.requestedBy),
    'It now consists of:',
    orderLines(order),
    balance(order),
    ...orderLink(order.number, link),
  ],
};

/** The lines that are new, have other units, or are not there any more, one below the other. */
function changes({ linesBefore, lines }: Edited): string {
  const unitsIn = (all: Edited['lines'], variantId: string) =>
    all.find((line) => line.variantId === variantId)?.quantity ?? 0;
  const all = new Map([...linesBefore, ...lines].map((line) => [line.variantId, line.title]));
  const changed = [...all].flatMap(([variantId, title]) => {
    const [before, after] = [unitsIn(linesBefore, variantId), unitsIn(lines, variantId)];
    return before === after ? [] : [`${singleLine(title)}: ${after} instead of ${before}`];
  });
  return changed.join('\n');
}

/** What the customer has to pay, or gets back. */
function balance({ totalBefore, amountDue, amountRefunded, expiresAt }: Edited): string {
  if (amountRefunded.minor !== '0') {
    return `The total was ${money(totalBefore)}. We are refunding ${money(amountRefunded)} to you.`;
  }
  if (amountDue.minor === '0') return 'There is nothing to pay for this change.';
  const until = expiresAt === undefined ? '' : ` before ${minuteOf(expiresAt)}`;
  const then = expiresAt === undefined ? ' We will send it as soon as it is paid.' : '';
  return `The total was ${money(totalBefore)}. Please pay ${money(amountDue)}${until}.${then}`;
}
