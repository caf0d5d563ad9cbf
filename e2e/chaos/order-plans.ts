import { randomUUID } from 'node:crypto';

/** What is done with an order, and the share in percent of orders with this course. */
const courses = {
  /** Paid; the provider's response may be lost or come late. */
  pay: 5,
  /** Paid; edited up or down, then paid and shipped, or cancelled. */
  edit: 5,
  /** Approved or declined by the customer on a page of the provider. */
  confirm: 10,
  /** Paid, shipped and delivered. */
  ship: 5,
  /** Paid, shipped in two parcels and delivered. */
  parcels: 5,
  /** Paid and shipped in part; what is left is cancelled and refunded. */
  part: 5,
  /** Paid, shipped and partly refunded. */
  refund: 10,
  /** Paid and shipped; a unit is sent back, unless staff refuse it or the customer keeps it. */
  return: 5,
  /** Paid and cancelled: everything is refunded. */
  'cancel-paid': 5,
  /** Paid by gift card as far as that goes, and the rest by card; every other one is cancelled. */
  gift: 10,
  /** Declined once, and never paid: it expires. */
  decline: 5,
  /** Declined, then paid with another card. */
  retry: 10,
  cancel: 10,
  /** Never paid: it expires. */
  abandon: 10,
} as const;

export type Course = keyof typeof courses;

/** Voucher codes by their promotion: any number of orders may have one, few the other. */
export const vouchers = { many: 'CHAOSMANY', few: 'CHAOSFEW' } as const;
/** The codes that orders are placed with; most with none. */
const wanted = [null, null, null, vouchers.many, vouchers.few] as const;

/** Gift cards that many orders share, so that they are used up and given back again and again. */
export const giftCards = {
  codes: Array.from({ length: 10 }, (_, n) => `CHAOSGIFTCARD${n}`),
  amount: { amount: '45.00', currencyCode: 'EUR' },
} as const;

/** An order that a customer is going to place. */
export type OrderPlan = {
  readonly n: number;
  readonly course: Course;
  readonly paymentToken: string;
  readonly key: string;
  /** The code that the customer enters. */
  readonly voucher: string | null;
  readonly lines: readonly { readonly variantId: string; readonly quantity: number }[];
};

const goodTokens = ['tok_success', 'tok_success', 'tok_timeout', 'tok_late_success'] as const;
const badTokens = ['tok_decline', 'tok_late_decline'] as const;

function tokensOf(course: Course): readonly string[] {
  if (course === 'confirm') return ['tok_needs_action'];
  return course === 'decline' || course === 'retry' ? badTokens : goodTokens;
}

/** The course at this point, from 0 to 1, of the cumulated shares. */
function courseAt(point: number): Course {
  let sum = 0;
  for (const [course, share] of Object.entries(courses)) {
    sum += share;
    if (point * 100 < sum) return course as Course;
  }
  return 'abandon';
}

/** Plans `count` orders of random courses and lines, numbered from `first`. */
export const planOrders = (
  count: number,
  first: number,
  variantIds: readonly string[],
  random: () => number,
): OrderPlan[] =>
  Array.from({ length: count }, (_, index) => {
    const course = courseAt(random());
    const tokens = tokensOf(course);
    const paymentToken = tokens[Math.floor(random() * tokens.length)] ?? 'tok_success';
    const start = Math.floor(random() * variantIds.length);
    const size = 1 + Math.floor(random() * 3);
    const lines = Array.from({ length: size }, (_, line) => ({
      variantId: variantIds[(start + line) % variantIds.length] ?? '',
      quantity: 1 + Math.floor(random() * 2),
    }));
    const voucher = wanted[Math.floor(random() * wanted.length)] ?? null;
    return { n: first + index, course, paymentToken, key: randomUUID(), voucher, lines };
  });
