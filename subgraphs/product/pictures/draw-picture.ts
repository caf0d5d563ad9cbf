import { categoryShapes, productShapes } from './shapes.ts';

/** What a picture of the demonstration catalogue shows. */
export type Subject = {
  readonly slug: string;
  readonly title: string;
  /** Slugs of categories; the first one with a shape is drawn for a product that has no shape of its own. */
  readonly categories: readonly string[];
};

const parcel =
  '<path d="M220 260H580V620H220Z"/><path fill="none" d="M220 260 400 340 580 260M400 340V620"/>';

/** Background and fill; the outline has one colour. */
const palettes = [
  ['#f4ede4', '#c8553d'],
  ['#e8eef1', '#3d6c8c'],
  ['#eef0e5', '#6b7f3f'],
  ['#f3e9ee', '#8a4f7d'],
  ['#f7f1dc', '#d19a2a'],
  ['#e6f0ee', '#2f7d75'],
] as const;
const outline = '#2b2b2b';

/** Returns an SVG of 800 by 800. The same subject always has the same picture. */
export function drawPicture({ slug, title, categories }: Subject): string {
  const shape =
    productShapes[slug] ??
    categories.map((category) => categoryShapes[category]).find(Boolean) ??
    parcel;
  const sum = [...slug].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  const [background, fill] = palettes[sum % palettes.length] ?? palettes[0];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 800" width="800" height="800"><title>${escaped(title)}</title><path fill="${background}" d="M0 0H800V800H0Z"/><g fill="${fill}" stroke="${outline}" stroke-width="12" stroke-linejoin="round" stroke-linecap="round">${shape}</g></svg>`;
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
