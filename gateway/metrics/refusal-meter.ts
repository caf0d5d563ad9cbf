import { Counter, type Registry } from 'prom-client';

type Denials = ReadonlyMap<string, { readonly extensions: { readonly code?: unknown } }>;

export const limitNames = [
  'address',
  'anonymous',
  'user',
  'credentials',
  'sign-ins',
  'orders',
  'updates',
  'connections',
  'subscriptions',
] as const;
/** The limits of requests and of what clients hold open. */
export type LimitName = (typeof limitNames)[number];

export type RefusalMeter = {
  /** Reports that a limit has refused a request. */
  limited(limit: LimitName): void;
  /** Reports the fields that an operation selects and its viewer may not have: `Type.field` -> the error. */
  denied(denials: Denials): void;
};

/** Creates the metrics of what the gateway refuses. */
export function createRefusalMeter(registry: Registry): RefusalMeter {
  const limited = new Counter({
    name: 'gateway_rate_limited_total',
    help: 'Requests refused by limit: of a minute, and of open connections and subscriptions. Updates are delayed.',
    labelNames: ['limit'],
    registers: [registry],
  });
  const denied = new Counter({
    name: 'gateway_access_denials_total',
    help: 'Fields that operations have selected without the access that they require, by code of the error.',
    labelNames: ['field', 'code'],
    registers: [registry],
  });
  for (const limit of limitNames) limited.inc({ limit }, 0);
  return {
    limited: (limit) => limited.inc({ limit }),
    denied(denials) {
      for (const [field, { extensions }] of denials)
        denied.inc({ field, code: String(extensions.code) });
    },
  };
}
