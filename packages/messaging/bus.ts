/** A message on its way to every queue bound to its type. Messages with the same `key` keep their order. */
export type Message = {
  readonly id: string;
  readonly type: string;
  readonly key: string;
  /** UTF-8 JSON. The bus does not parse it. */
  readonly body: string;
};

export type Delivery = Message & {
  /** 1 on the first try. Tries that ended in `UnavailableError` are not counted. */
  readonly attempt: number;
};

/** Queue name -> the message types (exact, no wildcards) it receives. */
export type Topology = Readonly<Record<string, readonly string[]>>;

/** Handles several messages, all or none. Messages of one key are in order. */
export type HandleBatch = (deliveries: readonly Delivery[]) => Promise<void>;

export type SubscribeOptions = {
  /** Messages handled at once by this subscription; messages of one key never overlap. Default 8. */
  readonly concurrency?: number;
  /**
   * Handles messages that wait together. When it rejects, each of them is handled by itself, in the order of its
   * key, as if the batch had not been tried; so are a message on a retry and one that returned from a process that
   * died. Messages of a batch do not count for `concurrency`.
   */
  readonly batch?: HandleBatch | undefined;
};

export type Subscription = {
  /** Takes no more messages, lets those in flight finish (or returns them after `graceMs`), then resolves. */
  stop(graceMs?: number): Promise<void>;
};

/** One process that receives messages as they are published, without a queue. */
export type BroadcastSubscriber = {
  /** Called in the order of arrival, without waiting for the call before. What it throws is logged. */
  handle(message: Message): Promise<void> | void;
  /**
   * Called when messages begin to arrive, and again after each loss of the server. Messages published before
   * may have been missed, so this is when to read the present state from its owner.
   */
  onConnected?(): void;
};

export type DeadLetter = Message & {
  readonly queue: string;
  readonly attempts: number;
  readonly error: string;
  /** RFC 3339. */
  readonly failedAt: string;
};

export type DeadLetters = {
  /** Lists the oldest first, at most `limit` (default 100). The messages stay in place. */
  list(limit?: number): Promise<DeadLetter[]>;
  /** Returns them to their queue with a fresh count of attempts; all of them, or those with these ids. */
  redrive(ids?: readonly string[]): Promise<number>;
  /** Deletes them; all of them, or those with these ids. */
  purge(ids?: readonly string[]): Promise<number>;
};

export type Depth = {
  /** Messages that are not done yet: waiting, delayed for a retry, or being handled. */
  readonly pending: number;
  readonly dead: number;
};

/**
 * Durable topic fan-out, at least once. Two drivers (RabbitMQ, PostgreSQL) pass one contract suite.
 *
 * A handler that resolves acknowledges. One that throws `PermanentError` sends the message straight
 * to the dead letters; `UnavailableError` (or an error that `isUnavailable` recognises) holds it and
 * tries again without counting; any other error is retried after each of `retryDelaysMs`, then dead-lettered.
 */
export type EventBus = {
  /** Creates the queues and bindings that are missing. Publishing needs a declared topology. */
  declare(topology: Topology): Promise<void>;
  /**
   * Resolves once every bound queue holds the message durably; rejects when that is not certain, and with
   * `UnroutableError` when none of the queues declared for its type exists. A type that no declared queue
   * receives resolves as well: only broadcast subscribers receive it, if there are any.
   */
  publish(message: Message): Promise<void>;
  /**
   * Puts messages on one queue only, in this order, whatever its bindings: for replays. A message that is
   * already on the queue is not stored twice where the driver can tell; a dead one is delivered again.
   */
  sendTo(queue: string, messages: readonly Message[]): Promise<void>;
  subscribe(
    queue: string,
    handle: (delivery: Delivery) => Promise<void>,
    options?: SubscribeOptions,
  ): Promise<Subscription>;
  /**
   * Every subscriber of every process receives its own copy of messages of these types while it is connected.
   * Nothing is stored for it, and a message may arrive twice. Returns at once; the server may be unavailable.
   */
  subscribeBroadcast(types: readonly string[], subscriber: BroadcastSubscriber): Subscription;
  deadLetters(queue: string): DeadLetters;
  depth(queue: string): Promise<Depth>;
  /** Resolves while the bus answers and is declared; for readiness. */
  ping(): Promise<void>;
  /** Stops all subscriptions, then closes the connections. */
  close(): Promise<void>;
};
