/** What a picture of the demonstration catalogue shows. */
export type Subject = {
  readonly slug: string;
  readonly title: string;
  /** Slugs of categories; the first one with a shape is drawn. */
  readonly categories: readonly string[];
};

/** SVG shapes by category slug, on a canvas of 800 by 800. */
const shapes: Readonly<Record<string, string>> = {
  't-shirts':
    '<path d="M270 200 340 170Q400 225 460 170L530 200 650 310 570 380 540 345V640H260V345L230 380 150 310Z"/>',
  knitwear:
    '<path d="M280 190 345 165Q400 205 455 165L520 190 605 265 665 600 590 618 545 400V655H255V400L210 618 135 600 195 265Z"/><path fill="none" d="M255 610H545"/>',
  jackets:
    '<path d="M280 195 350 160H450L520 195 605 270 665 600 585 620 545 420V650H255V420L215 620 135 600 195 270Z"/><path fill="none" d="M350 160 400 240 450 160M400 240V650M300 500H360M440 500H500"/>',
  trousers:
    '<path d="M290 150H510L555 660H450L400 330 350 660H245Z"/><path fill="none" d="M285 205H515"/>',
  shoes:
    '<path d="M150 420 320 320Q390 410 510 435 660 465 660 545H150Z"/><path d="M140 545H670V590H140Z"/><path fill="none" d="M345 360 300 395M385 395 340 430"/>',
  bags: '<path fill="none" d="M310 330Q310 180 400 180 490 180 490 330"/><path d="M220 330H580L620 660H180Z"/>',
  kitchen:
    '<path fill="none" d="M520 330Q640 330 640 430 640 540 520 540"/><path d="M210 260H520V600Q520 650 470 650H260Q210 650 210 600Z"/>',
  bedroom:
    '<path d="M180 290Q400 235 620 290 655 425 620 560 400 615 180 560 145 425 180 290Z"/><path fill="none" d="M230 340Q400 300 570 340"/>',
  lighting: '<path fill="none" d="M400 410V630M290 635H510"/><path d="M310 180H490L580 410H220Z"/>',
  camping:
    '<path d="M400 180 690 620H110Z"/><path fill="none" d="M400 360 490 620M400 360 310 620M400 180V360"/>',
  cycling:
    '<g fill="none"><circle cx="250" cy="510" r="115"/><circle cx="560" cy="510" r="115"/><path d="M250 510 340 330H510L400 510H250M340 330 400 510M510 330 560 510M490 270H545L510 330M310 310H370"/></g>',
  stationery:
    '<path d="M240 160H570V650H240Z"/><path fill="none" d="M295 160V650M350 260H510M350 320H510M350 380H450"/>',
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
  const shape = categories.map((category) => shapes[category]).find(Boolean) ?? parcel;
  const sum = [...slug].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  const [background, fill] = palettes[sum % palettes.length] ?? palettes[0];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 800" width="800" height="800"><title>${escaped(title)}</title><path fill="${background}" d="M0 0H800V800H0Z"/><g fill="${fill}" stroke="${outline}" stroke-width="12" stroke-linejoin="round" stroke-linecap="round">${shape}</g></svg>`;
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
