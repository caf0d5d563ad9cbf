import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { seedProducts } from '../prisma/seed-data.ts';
import { drawPicture } from './draw-picture.ts';
import { productShapes } from './shapes.ts';

const mug = { slug: 'mug', title: 'Mug', categories: ['kitchen'] };

describe('pictures of the demonstration catalogue', () => {
  it('every product of the seed has a shape, its own or that of one of its categories', () => {
    const withoutShape = drawPicture({ ...mug, categories: ['none'] }).split('<g ')[1] ?? '';
    const [, parcel = ''] = withoutShape.split('stroke-linecap="round">');
    expect(parcel).not.toBe('');
    for (const product of seedProducts) expect(drawPicture(product)).not.toContain(parcel);
  });

  it('every shape of a product is that of one of the seed, and no two products share one', () => {
    const slugs = seedProducts.map(({ slug }) => slug);
    expect(slugs).toEqual(expect.arrayContaining(Object.keys(productShapes)));
    expect(new Set(Object.values(productShapes)).size).toBe(Object.keys(productShapes).length);
  });

  it('a picture depends on the product alone', () => {
    const hash = (text: string) => createHash('sha256').update(text).digest('hex');
    expect(hash(drawPicture(mug))).toBe(hash(drawPicture({ ...mug })));
    expect(drawPicture({ ...mug, slug: 'mug-2' })).not.toBe(drawPicture(mug));
  });

  it('a title is text, whatever it contains', () => {
    const svg = drawPicture({ ...mug, title: '</title><script>&' });
    expect(svg).toContain('<title>&lt;/title&gt;&lt;script&gt;&amp;</title>');
  });
});
