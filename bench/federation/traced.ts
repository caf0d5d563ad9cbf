import { inSpan, openTracer, withTracer } from '@shop/service/telemetry';
import type { Send } from './candidates.ts';

/** Returns the gateway with a trace for each request, as its HTTP server begins one; this share of them is exported. */
export async function traced(send: Send, url: string, share: number): Promise<Send> {
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: share,
  } as const;
  const tracer = await openTracer('bench', env, { warn: console.warn });
  return (query) =>
    withTracer(tracer, () => inSpan({ name: 'POST /graphql', kind: 'server' }, () => send(query)));
}

const calls = 1_000_000;

/** Prints what a span costs in a process that does not trace. */
export async function reportUntraced(): Promise<void> {
  const work = async () => undefined;
  const nanosOf = async (call: () => Promise<unknown>) => {
    const began = process.hrtime.bigint();
    for (let n = 0; n < calls; n++) await call();
    return Number(process.hrtime.bigint() - began) / calls;
  };
  const details = { name: 'one', kind: 'internal' } as const;
  const rounds = [];
  for (let n = 0; n < 5; n++) {
    rounds.push((await nanosOf(() => inSpan(details, work))) - (await nanosOf(work)));
  }
  const nanos = rounds.toSorted((a, b) => a - b)[2] ?? Number.NaN;
  console.log(`a span in a process that does not trace: ${nanos.toFixed(0)} ns`);
}
