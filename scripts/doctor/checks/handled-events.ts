import { type Check, events, type Reading } from '../check.ts';
import { type Flow, flows, missedEvents } from '../missed-events.ts';

/** After this time an event is handled, unless it waits for a retry: those take 12 minutes. */
const handledAfterMinutes = 1;
const retriedForMinutes = 15;

type Missed = { type: string; count: number; since: number; until: number };

/** Returns the events that a consumer has not handled, by type. Dead letters are a finding of their own. */
async function findMissed({ database, bus }: Reading, flow: Flow): Promise<Missed[]> {
  const { pending } = await bus.depth(flow.queue);
  const minutes = pending === 0 ? handledAfterMinutes : retriedForMinutes;
  const dead = new Set((await bus.deadLetters(flow.queue).list(100_000)).map(({ id }) => id));
  const missed = new Map<string, Missed>();
  for await (const { id, type, at } of missedEvents(database, flow, minutes)) {
    if (dead.has(id)) continue;
    const one = missed.get(type) ?? { type, count: 0, since: at, until: at };
    const [since, until] = [Math.min(one.since, at), Math.max(one.until, at)];
    missed.set(type, { type, count: one.count + 1, since, until });
  }
  return [...missed.values()];
}

const time = (ms: number): string => new Date(ms).toISOString();

/** Every published event was handled by each consumer, is on its way, or is dead. */
export const handledEvents: Check = {
  name: 'handled-events',
  rule: 'Every published event is handled by each of its consumers.',
  async *find(reading) {
    for (const flow of flows) {
      const { source, queue } = flow;
      for (const { type, count, since, until } of await findMissed(reading, flow)) {
        const range = `--since ${time(Math.floor(since))} --until ${time(Math.ceil(until) + 1)}`;
        yield {
          subject: `${queue} ${type}`,
          fault: `${queue} has not handled ${count} events ${type}, published since ${time(since)}.`,
          repair: events(`replay ${source} --type ${type} --to ${queue} ${range} --yes`),
        };
      }
    }
  },
};
