/** Values of OpenTelemetry's attributes that the shop uses. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** What OpenTelemetry calls the kinds of spans. */
export type SpanKind = 'internal' | 'server' | 'client' | 'producer' | 'consumer';

/** A span that is to start. */
export type NewSpan = {
  readonly name: string;
  readonly kind: SpanKind;
  readonly attributes?: Attributes;
  /** Trace context (W3C) of a span in another process that this one continues. */
  readonly remoteParent?: string | undefined;
  /** Trace context (W3C) of a span that is not the parent, and yet the cause. */
  readonly link?: string | undefined;
};

/** A span that has started. */
export type Span = {
  readonly traceId: string;
  /** Its trace context (W3C), for other processes. */
  readonly traceparent: string;
  rename(name: string): void;
  set(attributes: Attributes): void;
  /** Marks the span as failed. The message of an error may have personal data and is left to the log. */
  fail(type: string): void;
  end(): void;
};

/** Starts the spans of one service. */
export type Tracer = {
  /** Starts a span below `parent`, below its `remoteParent` if it has one, or a new trace. */
  start(span: NewSpan, parent: Span | undefined): Span;
  /** Exports the spans that have ended. */
  close(): Promise<void>;
};
