export { atMost, within } from '@shop/service/within';

/** How long a server may take to answer before it counts as unavailable. */
export const defaultTimeoutMs = 10_000;

/** How long a close may take: a server that stopped responding does not answer that either. */
export const closeTimeoutMs = 2_000;
