import { expect, test } from 'vitest';
import { createLifetime, type Lifetime } from './lifetime.ts';

const never = new Promise<never>(() => undefined);

test('resources are closed once, in reverse order, even when closing one of them fails', async () => {
  const closed: string[] = [];
  const errors: unknown[] = [];
  const life = createLifetime(
    async ({ onEnd }) => {
      onEnd(async () => closed.push('database'));
      onEnd(async () => Promise.reject(new Error('stuck')));
      onEnd(async () => closed.push('processes'));
    },
    (error) => errors.push(error),
  );
  await Promise.all([life.end(), life.end()]);
  expect(closed).toEqual(['processes', 'database']);
  expect(errors).toEqual([new Error('stuck')]);
});

test('a stop abandons work that may stay unfinished and waits for the rest before it closes', async () => {
  const steps: string[] = [];
  let finish: () => void = () => undefined;
  const opening = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const life: Lifetime = createLifetime(
    async ({ onEnd, orStop }) => {
      await opening;
      onEnd(async () => steps.push('database closed'));
      await orStop(never);
      steps.push('never reached');
    },
    () => undefined,
  );
  const ended = life.end().then(() => steps.push('ended'));
  finish();
  await ended;
  expect(steps).toEqual(['database closed', 'ended']);
  await expect(life.done).resolves.toBeUndefined();
});

test('a failure while opening is reported, and what was opened before is closed', async () => {
  const closed: string[] = [];
  const life = createLifetime(
    async ({ onEnd }) => {
      onEnd(async () => closed.push('lock'));
      throw new Error('no database');
    },
    () => undefined,
  );
  await expect(life.done).rejects.toThrow('no database');
  await life.end();
  expect(closed).toEqual(['lock']);
});
