import { z } from 'zod';
import { isClientName } from './client-names.ts';
import type { OperationMeterOptions } from './operation-meter.ts';
import { namesIn } from './operation-names.ts';

const names = z
  .string()
  .transform((list) =>
    list
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean),
  )
  .refine((list) => list.every(isClientName), {
    error: 'must be names of clients, separated by commas',
  });

/** The environment of metrics. */
export const metricsVariables = { METRICS_CLIENTS: names.default([]) };

type Variables = {
  readonly METRICS_CLIENTS: readonly string[];
  readonly SAFELIST_PATH?: { readonly documents: ReadonlySet<string> } | undefined;
};

/** Returns the values that always have labels of their own: clients of METRICS_CLIENTS, operations of the safelist. */
export const metricLabels = ({
  METRICS_CLIENTS,
  SAFELIST_PATH,
}: Variables): OperationMeterOptions => ({
  clients: METRICS_CLIENTS,
  operations: namesIn(SAFELIST_PATH?.documents ?? []),
});
