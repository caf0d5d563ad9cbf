import { newId } from '@shop/domain';
import { graphqlError } from '@shop/service';
import { GraphQLError } from 'graphql';
import type { GatewayContext } from '../context.ts';
import type { SubscriptionMeter } from '../metrics/subscription-meter.ts';
import type { FormatError } from '../operation/errors.ts';
import type { AcceptedSubscription, OperationRequest } from '../operation/operation-request.ts';
import type { RateLimits } from '../rate-limit/rate-limits.ts';
import { deriveQuery } from './derive-query.ts';
import { gatewayQuery } from './gateway-query.ts';
import { digestOf, messageOf } from './message-of.ts';
import type { Read } from './read-entity.ts';
import type { Session } from './session.ts';
import { createTimers } from './timers.ts';
import type { Follower, UpdateHub } from './update-hub.ts';
import { createUpdateStream, type StreamResult, type UpdateStream } from './update-stream.ts';

export type Opening = {
  readonly hub: UpdateHub;
  readonly read: Read;
  readonly rateLimits: Pick<RateLimits, 'byUpdates'>;
  readonly formatError: FormatError;
  readonly meter: Pick<SubscriptionMeter, 'subscribed' | 'sent'>;
  /** How long one read may take. */
  readonly timeoutMs: number;
};

/** The client of a subscription. */
export type Subscriber = {
  readonly session: Session;
  readonly context: GatewayContext;
  /** Called once, however the subscription ends. */
  readonly onEnd: () => void;
};

/** Entities that may wait for a client that reads slowly; a list has 20 at the start. */
const maxPending = 100;
/** Stands for the present state of a list. */
const allOf = 'all';
/** Reads that a dependency has failed are repeated after 1 s, 2 s, and so on. */
const retryMs = (failures: number): number => Math.min(30_000, 1_000 * 2 ** failures);

/**
 * Opens an accepted subscription. It follows its topics before it reads the present state, which is its first message, so
 * that no change is missed.
 */
export function openSubscription(
  opening: Opening,
  accepted: AcceptedSubscription,
  subscriber: Subscriber,
): UpdateStream {
  const { hub, rateLimits, formatError, meter } = opening;
  const { session, context } = subscriber;
  const { variables } = accepted;
  const query = deriveQuery(accepted.schema, accepted);
  const { name, field, responseKey } = query;
  const args = query.argsOf(variables);
  const entity = field.entityOf?.(args);
  const topics = field.topics(args, session.viewer);
  const ending = new AbortController();
  const timers = createTimers();
  const execute = executeFor(opening, context, ending.signal);
  let failures = 0;
  let lastDigest: string | undefined;
  let needsParts = true;

  const onUnsubscribed = meter.subscribed(name);

  const stream = createUpdateStream({
    read: readUpdate,
    maxPending,
    tooSlow,
    onEnd() {
      ending.abort();
      hub.unfollow(follower);
      timers.clear();
      subscriber.onEnd();
      onUnsubscribed();
    },
  });
  const follower: Follower = {
    onUpdate({ id, parts = [] }) {
      if (field.parts) hub.follow(follower, parts);
      const add = () => stream.add(entity ?? id);
      if (field.everyMs === undefined) add();
      else timers.set(`changes of ${id}`, untilNext(field.everyMs), add);
    },
    onGap: readPresent,
  };
  const readAgain = (id: string, ms: number) => timers.set(id, ms, () => stream.add(id));

  function readPresent(): void {
    needsParts = true;
    stream.add(entity ?? allOf);
  }

  /** Above the limit, updates come later and fewer: never not at all. */
  async function readUpdate(id: string): Promise<StreamResult | undefined> {
    await session.check();
    const limit = await rateLimits.byUpdates(session.viewer, context.address);
    if (limit && !limit.allowed) return void readAgain(id, limit.resetSeconds * 1_000);
    if (entity === undefined && id === allOf) return readList();
    await followParts(id);
    const response = await execute(query, query.variablesFor(variables, id));
    // An entity that was deleted meanwhile, or changed hands, has left the list.
    if (entity === undefined && !response.errors && !response.data?.[responseKey]) return undefined;
    const { isIncomplete, ...message } = messageOf(response, responseKey, formatError);
    failures = isIncomplete ? failures + 1 : 0;
    if (isIncomplete) readAgain(id, retryMs(failures));
    if (isRepeated(message)) return undefined;
    meter.sent(name);
    return message;
  }

  async function readList(): Promise<undefined> {
    const { data } = field.first ? await execute(gatewayQuery(field.first.query), {}) : {};
    if (!data) return readAgain(allOf, retryMs(++failures)) as undefined;
    for (const id of field.first?.idsOf(data) ?? []) stream.add(id);
  }

  async function followParts(id: string): Promise<void> {
    if (!field.parts || !needsParts) return;
    const { data } = await execute(gatewayQuery(field.parts.query), { id });
    needsParts = !data;
    if (data && !ending.signal.aborted) hub.follow(follower, field.parts.topicsOf(data));
  }

  /** Whether the client has this state of its entity already: nothing that it has selected has changed. */
  function isRepeated(message: StreamResult): boolean {
    if (entity === undefined) return false;
    const digest = digestOf(message);
    if (digest === lastDigest) return true;
    lastDigest = digest;
    return false;
  }

  hub.follow(follower, topics);
  readPresent();
  return stream;
}

/** Returns how one subscription executes queries. Errors of a whole query are returned as those of fields are. */
const executeFor =
  ({ read, timeoutMs }: Opening, context: GatewayContext, signal: AbortSignal) =>
  async (query: OperationRequest, variables: Readonly<Record<string, unknown>>) => {
    const deadline = performance.now() + timeoutMs;
    try {
      return await read(query, variables, { ...context, requestId: newId(), signal, deadline });
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      return { errors: [error], data: undefined };
    }
  };

/** Until the next full period of the clock, so that all subscriptions read together and can share what they read. */
const untilNext = (periodMs: number): number => periodMs - (Date.now() % periodMs);

const tooSlow = () =>
  graphqlError('RATE_LIMITED', 'The messages are not read in time. Subscribe again.');
