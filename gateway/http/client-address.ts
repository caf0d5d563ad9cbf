import type { Request } from 'express';

/** An IPv4 address as IPv6 sockets and some proxies report it: mapped to IPv6, or with a port. */
const embeddedIpv4 = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)(?::\d+)?$/i;

/** Returns the client address, as far as TRUST_PROXY trusts forwarding headers. IPv4 is plain IPv4. */
export const clientAddress = (request: Request): string | undefined =>
  request.ip?.match(embeddedIpv4)?.[1] ?? request.ip;
