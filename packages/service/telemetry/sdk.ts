import type { TelemetryEnv } from './variables.ts';

/** Returns the names of a CommonJS package: in a bundle they are in `default` only. */
const namesOf = <T extends object>(module: T & { readonly default?: T }): T =>
  module.default ?? module;

/** Loads the SDK of OpenTelemetry; a process that does not trace never does. */
export async function loadSdk(protocol: TelemetryEnv['OTEL_EXPORTER_OTLP_PROTOCOL']) {
  const [api, sdk, resources, exporter] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/resources'),
    protocol === 'http/json'
      ? import('@opentelemetry/exporter-trace-otlp-http')
      : import('@opentelemetry/exporter-trace-otlp-proto'),
  ]);
  return {
    ...{ api, sdk: namesOf(sdk), resources: namesOf(resources) },
    exporter: namesOf(exporter),
  };
}

export type Sdk = Awaited<ReturnType<typeof loadSdk>>;
