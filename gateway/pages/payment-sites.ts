/** Sites that a page which takes payments loads scripts and frames from and connects to, as directives of a policy name them. */
export type PaymentSites = {
  readonly scripts?: string;
  readonly frames?: string;
  readonly connections?: string;
};

/** By payment provider. Stripe: docs.stripe.com/security/guide, content security policy. */
const sites: Readonly<Record<string, PaymentSites>> = {
  stripe: {
    scripts: ' https://js.stripe.com https://*.js.stripe.com',
    frames: ' https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com',
    connections: ' https://api.stripe.com',
  },
};

/** Returns the sites of a payment provider; none for one whose payments need no script. */
export const paymentSites = (provider = ''): PaymentSites =>
  Object.hasOwn(sites, provider) ? (sites[provider] ?? {}) : {};
