import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { watchFigures } from './event-gauges.ts';

const help = { left: 'What is on the left.', right: 'What is on the right.' };
const valuesOf = async (registry: Registry) =>
  (await registry.getMetricsAsJSON()).map(({ name, values }) => [name, values[0]?.value]);

it('figures that are watched together are read once for a scrape', async () => {
  const registry = new Registry();
  let readings = 0;
  watchFigures(registry, help, async () => ({ left: ++readings, right: 7 }));
  expect(await valuesOf(registry)).toEqual([
    ['left', 1],
    ['right', 7],
  ]);
  expect((await valuesOf(registry))[0]).toEqual(['left', 2]);
});

it('figures whose source is unavailable are NaN', async () => {
  const registry = new Registry();
  watchFigures(registry, help, () => Promise.reject(new Error('down')));
  expect(await valuesOf(registry)).toEqual([
    ['left', Number.NaN],
    ['right', Number.NaN],
  ]);
});

it('a figure with a label has one number for each of its values, NaN where it is unknown', async () => {
  const registry = new Registry();
  const sizes = { help: 'Sizes.', label: 'side', values: ['left', 'right'] };
  const readings = [{ sizes: { left: 1, up: 3 } }, undefined];
  watchFigures(registry, { sizes }, async () => {
    const reading = readings.shift();
    if (!reading) throw new Error('down');
    return reading;
  });
  expect(await registry.metrics()).toMatch(/sizes\{side="left"\} 1\nsizes\{side="right"\} Nan\n$/);
  expect(await registry.metrics()).toMatch(/sizes\{side="left"\} Nan\n/);
});
