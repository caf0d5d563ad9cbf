import type { EventData } from '@shop/schema';
import type { Template } from '../template.ts';
import { singleLine } from '../untrusted-text.ts';
import { type OrderLinkContext, orderLink } from './links.ts';
import { unitLines } from './parcel-lines.ts';

type ReturnUpdated = EventData<'order.return_updated.v1'>;

const headline = ({ number, status }: ReturnUpdated): string =>
  `Order ${number}: return ${status.toLowerCase()}`;

/** What the customer reads about each status, before the goods. */
const introductions: Readonly<Record<ReturnUpdated['status'], string>> = {
  REQUESTED:
    'We have received the request to return these goods. Please keep them until we have written to you again:',
  APPROVED: 'Please send us these goods:',
  REFUSED: 'We are sorry, but we cannot take these goods back:',
  CANCELLED: 'These goods are no longer expected back:',
  RECEIVED: 'These goods have come back, and we will refund what you paid for them:',
};

/** The units that were received; before, those that were requested. */
const unitsOf = ({ returnLines, receivedLines }: ReturnUpdated) =>
  receivedLines?.map(({ variantId, restocked, writtenOff }) => ({
    variantId,
    quantity: restocked + writtenOff,
  })) ?? returnLines;

/** To the customer. */
export const returnUpdated: Template<'order.return_updated.v1', OrderLinkContext> = {
  name: 'order-return',
  purpose: 'ORDER',
  subject: headline,
  body: (data, link) => [
    introductions[data.status],
    unitLines(data, unitsOf(data)),
    data.status === 'APPROVED' ? lines(data.instructions ?? '') : '',
    data.status === 'REFUSED' ? `Reason: ${singleLine(data.refusalReason ?? '')}` : '',
    ...orderLink(data.number, link),
  ],
};

/** To staff, who decide about a request. */
export const returnRequested: Template<'order.return_updated.v1'> = {
  name: 'return-requested',
  subject: headline,
  body: (data) => ['Please approve or refuse it:', unitLines(data, data.returnLines)],
};

/** As many characters as the instructions of a return can have. */
const maxInstructions = 1_000;

const lines = (text: string): string =>
  text
    .split('\n')
    .map((line) => singleLine(line, maxInstructions))
    .join('\n');
