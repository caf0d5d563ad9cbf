/** A message on its way to every queue bound to its type. `key` orders: same key, same order. */
export type Message = {
  readonly id: string;
  readonly type: string;
  readonly key: string;
  /** UTF-8 JSON; the bus does not look inside. */
  readonly body: string;
};

export type Delivery = Message & {
  /** 1 on the first try. Tries that ended in `UnavailableError` are not counted. */
  readonly attempt: number;
};

/** Queue name -> the message types (exact, no wildcards) it receives. */
export type Topology = Readonly<Record<string, readonly string[]>>;

export type SubscribeOptions = {
  /** Messages handled at once by this subscription; messages of one key never overlap. Default 8. */
  readonly concurrency?: number;
};

export type Subscription = {
  /** Takes no more messages, lets those in flight finish (or returns them after `graceMs`), then resolves. */
  stop(graceMs?: number): Promise<void>;
};

/** One process that hears messages as they are published, besides the queues. */
export type Listener = {
  /** Called in the order of arrival, without waiting for the one before. What it throws is logged. */
  handle(message: Message): Promise<void> | void;
  /**
   * It hears from now on. Called again after each loss of the server: messages may have been missed
   * until now, so this is when to read the present state from its owner.
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
  /** Oldest first, at most `limit` (default 100); the messages stay where they are. */
  list(limit?: number): Promise<DeadLetter[]>;
  /** Puts them back on their queue with a fresh count of attempts; all of them, or those with these ids. */
  redrive(ids?: readonly string[]): Promise<number>;
  /** Deletes them; all of them, or those with these ids. */
  purge(ids?: readonly string[]): Promise<number>;
};

export type Depth = {
  /** Waiting, delayed for a retry, or being handled: everything not done yet. */
  readonly pending: number;
  readonly dead: number;
};

/**
 * Durable topic fan-out, at least once. Two drivers (RabbitMQ, PostgreSQL) pass one contract suite.
 *
 * A handler that resolves acknowledges. One that throws `PermanentError` sends the message straight
 * to the dead letters; `UnavailableError` (or an error that `isUnavailable` recognises) holds it and
 * tries again without counting; any other error is retried after each of `retryDelaysMs`, then dead.
 */
export type EventBus = {
  /** Creates what is missing, keeps what is there. Publishing needs a declared topology. */
  declare(topology: Topology): Promise<void>;
  /**
   * Resolves once every bound queue holds the message durably; rejects when that is not certain, and with
   * `UnroutableError` when none of the queues declared for its type is there. A type that no queue is
   * declared for resolves as well: only listeners hear it, if there are any.
   */
  publish(message: Message): Promise<void>;
  /**
   * Puts messages on one queue alone, in this order, whatever it is bound to: for replays. One that
   * lies there already is not stored twice where the driver can tell; a dead one comes back to life.
   */
  sendTo(queue: string, messages: readonly Message[]): Promise<void>;
  subscribe(
    queue: string,
    handle: (delivery: Delivery) => Promise<void>,
    options?: SubscribeOptions,
  ): Promise<Subscription>;
  /**
   * Broadcast: every listener of every process gets its own copy of messages of these types while it is
   * connected. Nothing is kept for it, and a message may come twice. Returns at once; the server may be
   * away.
   */
  listen(types: readonly string[], listener: Listener): Subscription;
  deadLetters(queue: string): DeadLetters;
  depth(queue: string): Promise<Depth>;
  /** Resolves while the bus answers and is declared; for readiness. */
  ping(): Promise<void>;
  /** Stops all subscriptions and listeners, then closes the connections. */
  close(): Promise<void>;
};
