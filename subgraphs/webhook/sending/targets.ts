import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { promisify } from 'node:util';
import { isPublicAddress, isWithin, type Network } from '@shop/domain';
import type { FaultOfUrl } from '../domain/ports.ts';

/** An address to which nothing may be sent. */
export class ForbiddenAddressError extends Error {
  readonly code = 'FORBIDDEN_ADDRESS';
}

/** Returns all addresses of a host. */
export type Resolve = (host: string, options: LookupOptions) => Promise<LookupAddress[]>;

const resolveByDns: Resolve = (host, options) => promisify(lookup)(host, { ...options, all: true });

/** Which addresses deliveries may reach. */
export type Targets = {
  /** Resolves a host for a connection by https (`secure`) or http. Fails when one of its addresses is forbidden. */
  lookup(secure: boolean): LookupFunction;
  /** Throws `ForbiddenAddressError` for a URL with a forbidden address in place of a host, which is never looked up. */
  assertAllowed(url: URL): void;
  readonly faultOf: FaultOfUrl;
};

/** `[::1]` -> `::1` */
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');
const isSecure = ({ protocol }: URL): boolean => protocol === 'https:';

/**
 * Creates the rules: https to public addresses, and https or http to `allowed` networks. A host is resolved for every
 * connection, and all of its addresses are checked then: a name may lead elsewhere than when it was registered.
 */
export function createTargets(
  allowed: readonly Network[],
  resolve: Resolve = resolveByDns,
): Targets {
  const isAllowed = (address: string, secure: boolean) =>
    isWithin(allowed, address) || (secure && isPublicAddress(address));

  function assertAddress(address: string, secure: boolean): void {
    if (isAllowed(address, secure)) return;
    const rule = isPublicAddress(address) ? 'only https is allowed' : 'is not a public address';
    throw new ForbiddenAddressError(`${address}: ${rule}`);
  }

  async function resolveAllowed(host: string, options: LookupOptions, secure: boolean) {
    const addresses = await resolve(host, options);
    for (const { address } of addresses) assertAddress(address, secure);
    return addresses;
  }

  function assertAllowed(url: URL): void {
    const host = hostOf(url);
    if (isIP(host)) assertAddress(host, isSecure(url));
  }

  return {
    assertAllowed,
    lookup: (secure) => (host, options, callback) => {
      resolveAllowed(host, options, secure).then(
        (addresses) => {
          const [first] = addresses;
          if (options.all) callback(null, addresses);
          else callback(null, first?.address ?? '', first?.family);
        },
        (error: NodeJS.ErrnoException) => callback(error, ''),
      );
    },
    async faultOf(url) {
      try {
        assertAllowed(url);
        if (!isIP(hostOf(url))) await resolveAllowed(hostOf(url), {}, isSecure(url));
        return undefined;
      } catch (error) {
        if (!(error instanceof ForbiddenAddressError))
          return 'must have a host that can be resolved';
        return isSecure(url) ? 'must lead to public addresses only' : 'must be an https:// URL';
      }
    },
  };
}
