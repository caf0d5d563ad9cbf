import { randomUUID } from 'node:crypto';

/** What becomes of an order, and how many of a hundred want it so. */
const plans = {
  /** Paid; the answer may be lost, or come late. */
  pay: 15,
  /** Confirmed or declined by the customer on a page of the provider. */
  confirm: 10,
  /** Paid, sent and delivered. */
  ship: 15,
  /** Paid, sent, and some of the money given back. */
  refund: 10,
  /** Paid and cancelled: all of the money comes back. */
  return: 10,
  decline: 15,
  cancel: 15,
  /** Never paid: its time runs out. */
  leave: 10,
} as const;

export type Plan = keyof typeof plans;
export type Intent = {
  readonly n: number;
  readonly plan: Plan;
  readonly paymentToken: string;
  readonly key: string;
  readonly lines: readonly { readonly variantId: string; readonly quantity: number }[];
};
export type Errand = {
  readonly url: string;
  readonly customer: string;
  readonly journal: string;
  readonly intents: readonly Intent[];
};

const goodTokens = ['tok_success', 'tok_success', 'tok_timeout', 'tok_late_success'] as const;
const badTokens = ['tok_decline', 'tok_late_decline'] as const;

function tokensOf(plan: Plan): readonly string[] {
  if (plan === 'confirm') return ['tok_needs_action'];
  return plan === 'decline' ? badTokens : goodTokens;
}

function planOf(dice: number): Plan {
  let sum = 0;
  for (const [plan, share] of Object.entries(plans)) {
    sum += share;
    if (dice * 100 < sum) return plan as Plan;
  }
  return 'leave';
}

/** What `count` orders a customer means to place. */
export const intents = (
  count: number,
  first: number,
  variantIds: readonly string[],
  random: () => number,
): Intent[] =>
  Array.from({ length: count }, (_, index) => {
    const plan = planOf(random());
    const tokens = tokensOf(plan);
    const paymentToken = tokens[Math.floor(random() * tokens.length)] ?? 'tok_success';
    const start = Math.floor(random() * variantIds.length);
    const size = 1 + Math.floor(random() * 3);
    const lines = Array.from({ length: size }, (_, line) => ({
      variantId: variantIds[(start + line) % variantIds.length] ?? '',
      quantity: 1 + Math.floor(random() * 2),
    }));
    return { n: first + index, plan, paymentToken, key: randomUUID(), lines };
  });
