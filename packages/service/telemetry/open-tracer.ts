import type { Log } from '../log.ts';
import { within } from '../within.ts';
import { loadSdk, type Sdk } from './sdk.ts';
import { startSpan } from './start-span.ts';
import type { Tracer } from './tracer.ts';
import type { TelemetryEnv } from './variables.ts';

/** Of a text: statements are longer than names. */
const maxCharacters = 2_000;
/** Time for the last spans when a process stops: a collector that does not respond holds up no stop. */
const closeMs = 3_000;

/**
 * Opens the tracer of a service, whose spans go to OTEL_EXPORTER_OTLP_ENDPOINT; without that returns `undefined`. A
 * process may run several services, each with a tracer of its own, so none is registered globally.
 */
export async function openTracer(
  service: string,
  env: TelemetryEnv,
  log: Pick<Log, 'warn'>,
): Promise<Tracer | undefined> {
  const endpoint = env.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (!endpoint) return undefined;
  const loaded = await loadSdk(env.OTEL_EXPORTER_OTLP_PROTOCOL);
  const { sdk, exporter } = loaded;
  reportFaults(loaded, log);
  const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`;
  const provider = new sdk.TracerProvider({
    resource: await resourceOf(loaded, service),
    sampler: samplerOf(loaded, env),
    spanLimits: { attributeValueLengthLimit: maxCharacters },
    spanProcessors: [
      new sdk.BatchSpanProcessor({ exporter: new exporter.OTLPTraceExporter({ url }) }),
    ],
  });
  const tracer = provider.getTracer('shop');
  return {
    start: (span, parent) => startSpan(loaded, tracer, span, parent),
    close: () => within(closeMs, provider.shutdown()),
  };
}

/** Returns OTEL_RESOURCE_ATTRIBUTES with the name of the service. */
async function resourceOf({ resources }: Sdk, service: string) {
  const names = { 'service.name': service, 'service.namespace': 'shop' };
  const resource = resources
    .detectResources({ detectors: [resources.envDetector] })
    .merge(resources.resourceFromAttributes(names));
  await resource.waitForAsyncAttributes?.();
  return resource;
}

function samplerOf({ sdk }: Sdk, { OTEL_TRACES_SAMPLER, OTEL_TRACES_SAMPLER_ARG }: TelemetryEnv) {
  const rootOf = (name: string) => {
    if (name === 'always_off') return new sdk.AlwaysOffSampler();
    if (name === 'always_on') return new sdk.AlwaysOnSampler();
    return new sdk.TraceIdRatioBasedSampler(OTEL_TRACES_SAMPLER_ARG);
  };
  const [, parentBased, name = ''] = /^(parentbased_)?(.*)$/.exec(OTEL_TRACES_SAMPLER) ?? [];
  return parentBased ? new sdk.ParentBasedSampler({ root: rootOf(name) }) : rootOf(name);
}

/** Logs faults of the SDK, such as a collector that does not respond. */
function reportFaults({ api: { diag, DiagLogLevel } }: Sdk, log: Pick<Log, 'warn'>): void {
  const warn = (reason: string) => log.warn({ reason }, 'fault in tracing');
  const none = () => undefined;
  diag.setLogger(
    { error: warn, warn, info: none, debug: none, verbose: none },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
}
