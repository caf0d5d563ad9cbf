import { expect, it } from 'vitest';
import { barChart, lineChart } from './charts.ts';

const attributes = (svg: string, element: string, name: string): (string | undefined)[] =>
  [...svg.matchAll(new RegExp(`<${element} [^>]*`, 'g'))].map(
    ([text]) => new RegExp(` ${name}="([^"]*)"`).exec(text)?.[1],
  );

it('bars are as long as the sums of their parts, which have one colour each', () => {
  const svg = barChart('CPU & more', [
    { name: 'a', parts: { gateway: 1, product: 3 } },
    { name: 'b < a', parts: { product: 2 } },
  ]);
  // The page and the legend come first.
  expect(attributes(svg, 'rect', 'width').slice(3)).toEqual(['122.5', '367.5', '245.0']);
  const [gateway, product, ...bars] = attributes(svg, 'rect', 'fill').slice(1);
  expect(bars).toEqual([gateway, product, product]);
  expect(svg).toContain('CPU &amp; more');
  expect(svg).toContain('b &lt; a');
});

it('lines begin at 0 and end at the largest value', () => {
  const svg = lineChart('memory', [
    {
      name: 'gateway',
      points: [
        [0, 0],
        [10, 100],
        [20, 50],
      ],
    },
  ]);
  expect(attributes(svg, 'polyline', 'points')).toEqual(['70.0,320.0 385.0,76.0 700.0,198.0']);
});
