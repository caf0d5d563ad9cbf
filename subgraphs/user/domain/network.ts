/**
 * What counts as one address: an IPv4 address, or the /64 of an IPv6 address, which is what one customer
 * of a provider has to choose from (RFC 6177).
 */
export function networkOf(address: string | undefined): string {
  if (!address?.includes(':')) return address || 'unknown';
  const mapped = address.match(/^::ffff:(\d+\.\d+\.\d+\.\d+)$/i)?.[1];
  if (mapped) return mapped;
  const [front = '', back] = address.replace(/%.*$/, '').toLowerCase().split('::');
  const groups = front.split(':').filter(Boolean);
  // `::` stands for as many zeros as are missing from eight groups.
  const after = back?.split(':').filter(Boolean) ?? [];
  const missing = back === undefined ? 0 : 8 - groups.length - after.length;
  const all = [...groups, ...Array<string>(Math.max(0, missing)).fill('0'), ...after];
  return all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
