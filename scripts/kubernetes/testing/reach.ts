import type { Manifest, Peer, Rule, Selector } from './render.ts';

/** One end of a connection: a pod in the namespace of the shop, or something elsewhere. */
export type End = {
  readonly labels: Readonly<Record<string, string>>;
  /** Of another namespace; `undefined` in that of the shop. */
  readonly namespace?: string;
  /** Outside of the cluster. */
  readonly isInternet?: boolean;
};
/** A port has a number, and a name in the pods that declare it. */
export type Port = { readonly number: number; readonly name?: string };

export function selects(selector: Selector, labels: End['labels']): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector;
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values }) => {
      if (operator !== 'In') throw new Error(`The operator ${operator} is not supported.`);
      return values.includes(labels[key] ?? '');
    })
  );
}

function matches({ podSelector, namespaceSelector, ipBlock }: Peer, end: End): boolean {
  // Blocks of public addresses are the only ones in use.
  if (ipBlock) return end.isInternet === true;
  if (end.isInternet) return false;
  const inNamespace = namespaceSelector
    ? selects(namespaceSelector, { 'kubernetes.io/metadata.name': end.namespace ?? 'shop' })
    : end.namespace === undefined;
  return inNamespace && (!podSelector || selects(podSelector, end.labels));
}

const allows = ({ from, to, ports }: Rule, end: End, { number, name }: Port): boolean =>
  ((from ?? to)?.some((peer) => matches(peer, end)) ?? true) &&
  (ports?.some(
    ({ port, endPort }) =>
      port === name || (Number(port) <= number && number <= (endPort ?? Number(port))),
  ) ??
    true);

/** Returns whether the policies of the namespace let one end open a connection to a port of the other. */
export function createReach(manifests: readonly Manifest[]) {
  const policies = manifests.flatMap(({ kind, spec }) =>
    kind === 'NetworkPolicy' && spec ? [spec] : [],
  );
  const isAllowed = (side: 'ingress' | 'egress', of: End, other: End, port: Port): boolean => {
    // Policies of this namespace say nothing about pods elsewhere.
    if (of.namespace !== undefined || of.isInternet) return true;
    const own = policies.filter(
      ({ policyTypes = [], podSelector = {} }) =>
        policyTypes.some((type) => type.toLowerCase() === side) && selects(podSelector, of.labels),
    );
    const rules = own.flatMap((one) => one[side] ?? []);
    return own.length === 0 || rules.some((rule) => allows(rule, other, port));
  };
  return (from: End, to: End, port: Port): boolean =>
    isAllowed('egress', from, to, port) && isAllowed('ingress', to, from, port);
}
