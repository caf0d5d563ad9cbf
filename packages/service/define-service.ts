import type { z } from 'zod';
import { readEnv, type ServiceEnv } from './env.ts';
import { createService, type Service } from './service.ts';
import { openTracer } from './telemetry/open-tracer.ts';
import type { Clients } from './telemetry/trace-requests.ts';

/** A service that starts or has started. */
export type RunningService = Pick<Service, 'log' | 'stop'> & {
  /** Resolves when the service listens. */
  readonly started?: Promise<void>;
  /** How long `stop` serves on before anything is closed. */
  readonly drainMs?: number;
};

/** Variables that take precedence over those of the process. */
export type Variables = Readonly<Record<string, string>>;

/**
 * Defines how a service starts: reads the variables it needs, opens its METRICS_PORT, then what it
 * consists of, then listens.
 * Several services may start in one process, each with its own variables.
 */
export const defineService =
  <S extends z.ZodType<ServiceEnv>>(
    name: string,
    variables: S,
    open: (service: Service, env: z.output<S>) => Promise<void>,
    clients?: Clients,
  ) =>
  (overrides?: Variables): RunningService => {
    const env = readEnv(variables, overrides);
    const service = createService(name, env, clients);
    const start = async () => {
      await service.openMetricsPort();
      const tracer = await openTracer(name, env, service.log);
      if (tracer) service.traceWith(tracer);
      await open(service, env);
      await service.listen();
    };
    return {
      ...{ log: service.log, stop: service.stop, started: start() },
      drainMs: env.DRAIN_MS,
    };
  };
