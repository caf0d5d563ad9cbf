import type { EventData } from '@shop/schema';
import type { Template } from '../template.ts';
import { singleLine } from '../untrusted-text.ts';
import { money } from './order-lines.ts';

type Dispute = EventData<'payment.disputed.v1'>;

const headlines: Readonly<Record<Dispute['status'], string>> = {
  OPEN: 'is disputed',
  WON: 'is no longer disputed: the shop keeps the money',
  LOST: 'was disputed and is lost',
};

const headline = ({ number, amount, status }: Dispute): string =>
  `Payment of ${money(amount)} for order ${number} ${headlines[status]}`;

export const paymentDisputed: Template<'payment.disputed.v1'> = {
  name: 'payment-disputed',
  subject: headline,
  body: (dispute) => [
    `Reason: ${singleLine(dispute.reason)}`,
    dispute.status === 'OPEN' && dispute.respondBy !== null
      ? `Answer it at the payment provider by ${dispute.respondBy.slice(0, 10)}.`
      : '',
    `Dispute: ${singleLine(dispute.disputeId)}`,
  ],
};
