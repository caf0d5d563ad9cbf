import { expect, it, vi } from 'vitest';
import { createUpdateStream } from './update-stream.ts';

function streamOf(maxPending = 3) {
  const reads: string[] = [];
  const onEnd = vi.fn();
  const stream = createUpdateStream({
    async read(id) {
      reads.push(id);
      return id === 'nothing' ? undefined : { data: { id } };
    },
    maxPending,
    tooSlow: () => new Error('too slow'),
    onEnd,
  });
  return { stream, reads, onEnd };
}

it('changes of an entity that were not taken yet are one message', async () => {
  const { stream, reads } = streamOf();
  for (const id of ['a', 'b', 'a', 'a']) stream.add(id);
  expect(await stream.next()).toEqual({ done: false, value: { data: { id: 'a' } } });
  expect(await stream.next()).toEqual({ done: false, value: { data: { id: 'b' } } });
  expect(reads).toEqual(['a', 'b']);
});

it('a message is read only when the client takes it, and one without data is skipped', async () => {
  const { stream, reads } = streamOf();
  stream.add('nothing');
  stream.add('a');
  expect(reads).toEqual([]);
  expect(await stream.next()).toMatchObject({ value: { data: { id: 'a' } } });
  const next = stream.next();
  stream.add('b');
  expect(await next).toMatchObject({ value: { data: { id: 'b' } } });
});

it('a stream that waits ends at once when its client leaves', async () => {
  const { stream, onEnd } = streamOf();
  const waiting = stream.next();
  await stream.return();
  expect(await waiting).toEqual({ done: true, value: undefined });
  expect(onEnd).toHaveBeenCalledTimes(1);
});

it('more waiting entities than allowed end the stream with an error, once', async () => {
  const { stream, onEnd } = streamOf(2);
  for (const id of ['a', 'b', 'c']) stream.add(id);
  await expect(stream.next()).rejects.toThrow('too slow');
  expect(await stream.next()).toEqual({ done: true, value: undefined });
  stream.end();
  expect(onEnd).toHaveBeenCalledTimes(1);
});
