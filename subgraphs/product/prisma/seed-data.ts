type SeedCategory = { readonly slug: string; readonly name: string; readonly parent?: string };

export const seedCategories: readonly SeedCategory[] = [
  { slug: 'clothing', name: 'Clothing' },
  { slug: 't-shirts', name: 'T-shirts', parent: 'clothing' },
  { slug: 'knitwear', name: 'Knitwear', parent: 'clothing' },
  { slug: 'jackets', name: 'Jackets', parent: 'clothing' },
  { slug: 'trousers', name: 'Trousers', parent: 'clothing' },
  { slug: 'shoes', name: 'Shoes' },
  { slug: 'bags', name: 'Bags' },
  { slug: 'home', name: 'Home' },
  { slug: 'kitchen', name: 'Kitchen', parent: 'home' },
  { slug: 'bedroom', name: 'Bedroom', parent: 'home' },
  { slug: 'lighting', name: 'Lighting', parent: 'home' },
  { slug: 'outdoor', name: 'Outdoor' },
  { slug: 'camping', name: 'Camping', parent: 'outdoor' },
  { slug: 'cycling', name: 'Cycling', parent: 'outdoor' },
  { slug: 'stationery', name: 'Stationery' },
];

/** A value and its part of the SKU. */
type SeedValue = readonly [value: string, code: string];

export type SeedProduct = {
  readonly sku: string;
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  readonly categories: readonly string[];
  /** In EUR. */
  readonly price: string;
  /** Every combination of the values is a variant. */
  readonly options: Readonly<Record<string, readonly SeedValue[]>>;
  readonly isShipped?: boolean;
};

/** Grams of a unit, by the first category of its product. */
export const seedWeights: Readonly<Record<string, number>> = {
  ...{ 't-shirts': 220, knitwear: 600, jackets: 900, trousers: 550, shoes: 850, bags: 700 },
  ...{
    kitchen: 800,
    bedroom: 1_200,
    lighting: 1_500,
    camping: 2_500,
    cycling: 400,
    stationery: 350,
  },
};

const sizes: readonly SeedValue[] = [
  ['S', 'S'],
  ['M', 'M'],
  ['L', 'L'],
  ['XL', 'XL'],
];
const shoeSizes: readonly SeedValue[] = [
  ['39', '39'],
  ['40', '40'],
  ['41', '41'],
  ['42', '42'],
  ['43', '43'],
];
const black: SeedValue = ['Black', 'BLK'];
const white: SeedValue = ['White', 'WHT'];
const navy: SeedValue = ['Navy', 'NVY'];
const olive: SeedValue = ['Olive', 'OLV'];
const sand: SeedValue = ['Sand', 'SND'];
const rust: SeedValue = ['Rust', 'RST'];

const product = (
  sku: string,
  title: string,
  categories: readonly string[],
  price: string,
  description: string,
  options: SeedProduct['options'] = {},
): SeedProduct => {
  const slug = title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return { sku, slug, title, description, categories, price, options };
};

export const seedProducts: readonly SeedProduct[] = [
  product(
    'TEE-CLASSIC',
    'Classic Cotton Tee',
    ['t-shirts'],
    '24.90',
    'A heavyweight tee in combed organic cotton that keeps its shape wash after wash.',
    { Colour: [black, white, navy], Size: sizes },
  ),
  product(
    'TEE-STRIPE',
    'Breton Stripe Tee',
    ['t-shirts'],
    '34.90',
    'Long sleeves and a boat neck, knitted in Brittany stripes.',
    { Size: sizes },
  ),
  product(
    'TEE-POCKET',
    'Pocket Tee',
    ['t-shirts'],
    '27.50',
    'A relaxed cut with one chest pocket, washed for a worn-in feel.',
    { Colour: [olive, sand], Size: sizes },
  ),
  product(
    'TEE-MERINO',
    'Merino Travel Tee',
    ['t-shirts', 'outdoor'],
    '59.00',
    'Fine merino that airs out overnight: one tee for a week on the road.',
    { Colour: [black, navy], Size: sizes },
  ),
  product(
    'KNT-CREW',
    'Lambswool Crew Jumper',
    ['knitwear'],
    '89.00',
    'Soft lambswool, linked by hand at the collar.',
    { Colour: [navy, rust], Size: sizes },
  ),
  product(
    'KNT-CARDI',
    'Chunky Cardigan',
    ['knitwear'],
    '119.00',
    'A thick rib, five horn buttons and pockets deep enough for cold hands.',
    { Colour: [sand], Size: sizes },
  ),
  product(
    'KNT-BEANIE',
    'Ribbed Beanie',
    ['knitwear'],
    '22.00',
    'Doubled merino rib that keeps the wind out.',
    { Colour: [black, olive, rust] },
  ),
  product(
    'KNT-SCARF',
    'Herringbone Scarf',
    ['knitwear'],
    '45.00',
    'Two metres of brushed wool in a fine herringbone.',
    { Colour: [navy, sand] },
  ),
  product(
    'JKT-RAIN',
    'Harbour Rain Jacket',
    ['jackets', 'outdoor'],
    '149.00',
    'A three-layer shell with taped seams and a hood that turns with your head.',
    { Colour: [navy, olive], Size: sizes },
  ),
  product(
    'JKT-DENIM',
    'Selvedge Denim Jacket',
    ['jackets'],
    '129.00',
    'Raw selvedge denim that becomes yours with every wear.',
    { Size: sizes },
  ),
  product(
    'JKT-DOWN',
    'Light Down Vest',
    ['jackets', 'outdoor'],
    '99.00',
    'Traceable down in a shell that packs into its own pocket.',
    { Colour: [black, rust], Size: sizes },
  ),
  product(
    'TRS-CHINO',
    'Slim Chinos',
    ['trousers'],
    '69.00',
    'Brushed twill with a little stretch.',
    { Colour: [navy, sand], Size: sizes },
  ),
  product(
    'TRS-LINEN',
    'Linen Drawstring Trousers',
    ['trousers'],
    '75.00',
    'Breezy European linen for hot days and slow evenings.',
    { Colour: [sand], Size: sizes },
  ),
  product(
    'TRS-DENIM',
    'Straight Jeans',
    ['trousers'],
    '89.00',
    'A straight leg in 13 oz denim, made to last.',
    { Size: sizes },
  ),
  product(
    'SHO-CANVAS',
    'Canvas Sneakers',
    ['shoes'],
    '59.00',
    'Vulcanised soles and sturdy canvas.',
    { Colour: [black, white], Size: shoeSizes },
  ),
  product(
    'SHO-CHELSEA',
    'Chelsea Boots',
    ['shoes'],
    '179.00',
    'Full-grain leather on a welted sole that can be renewed.',
    { Size: shoeSizes },
  ),
  product(
    'SHO-TRAIL',
    'Trail Runners',
    ['shoes', 'outdoor'],
    '119.00',
    'Grippy lugs, a rock plate and room for the toes.',
    { Size: shoeSizes },
  ),
  product(
    'SHO-WOOL',
    'Felted Wool Slippers',
    ['shoes', 'home'],
    '49.00',
    'Dense felt and a cork footbed.',
    { Size: shoeSizes },
  ),
  product(
    'BAG-TOTE',
    'Canvas Tote',
    ['bags'],
    '29.00',
    'Waxed canvas that carries a week of groceries.',
    { Colour: [olive, sand] },
  ),
  product(
    'BAG-PACK',
    'Roll-top Backpack 22 L',
    ['bags', 'cycling'],
    '99.00',
    'Welded seams, a padded sleeve for a laptop and a top that rolls shut against the rain.',
    { Colour: [black, rust] },
  ),
  product(
    'BAG-WEEK',
    'Weekender',
    ['bags'],
    '149.00',
    'Fits the overhead locker, with a compartment for shoes.',
    { Colour: [navy] },
  ),
  product(
    'BAG-POUCH',
    'Cable Pouch',
    ['bags'],
    '19.00',
    'Elastic loops for chargers, cables and cards.',
  ),
  product(
    'KIT-KNIFE',
    "Chef's Knife 20 cm",
    ['kitchen'],
    '89.00',
    'Carbon steel with a walnut handle, ground thin behind the edge.',
  ),
  product(
    'KIT-PAN',
    'Cast Iron Skillet',
    ['kitchen'],
    '49.00',
    'Pre-seasoned, smooth inside, good for generations.',
    {
      Diameter: [
        ['24 cm', '24'],
        ['28 cm', '28'],
      ],
    },
  ),
  product(
    'KIT-KETTLE',
    'Gooseneck Kettle',
    ['kitchen'],
    '69.00',
    'A slow, precise pour for filter coffee.',
  ),
  product(
    'KIT-GRINDER',
    'Hand Coffee Grinder',
    ['kitchen'],
    '79.00',
    'Steel conical burrs and forty clicks between espresso and French press.',
  ),
  product(
    'KIT-MUG',
    'Stoneware Mug',
    ['kitchen'],
    '16.00',
    'Thrown and glazed by hand; no two are quite alike.',
    { Colour: [white, navy, sand] },
  ),
  product(
    'KIT-BOARD',
    'Oak Chopping Board',
    ['kitchen'],
    '39.00',
    'End grain oak from one plank, oiled and ready.',
  ),
  product(
    'BED-LINEN',
    'Washed Linen Duvet Set',
    ['bedroom'],
    '139.00',
    'Duvet cover and two pillowcases, soft from the first night.',
    {
      Size: [
        ['140 x 200', '140'],
        ['200 x 220', '200'],
      ],
      Colour: [white, sand],
    },
  ),
  product(
    'BED-THROW',
    'Wool Throw',
    ['bedroom'],
    '79.00',
    'Woven from recycled wool in a quiet check.',
    { Colour: [navy, rust] },
  ),
  product(
    'BED-PILLOW',
    'Buckwheat Pillow',
    ['bedroom'],
    '45.00',
    'Filled with husks that take the shape of your neck.',
  ),
  product(
    'LGT-DESK',
    'Jointed Desk Lamp',
    ['lighting'],
    '95.00',
    'Balanced arms and a warm LED that dims to candlelight.',
    { Colour: [black, white] },
  ),
  product('LGT-PENDANT', 'Paper Pendant', ['lighting'], '59.00', 'A folded shade of washi paper.', {
    Diameter: [
      ['40 cm', '40'],
      ['60 cm', '60'],
    ],
  }),
  product(
    'CMP-TENT',
    'Two-person Tent',
    ['camping'],
    '289.00',
    'Up in four minutes, 1.9 kg, dry in a storm.',
  ),
  product(
    'CMP-BAG',
    'Down Sleeping Bag',
    ['camping'],
    '219.00',
    'Comfortable down to 0 °C and no bigger than a loaf of bread when packed.',
    {
      Length: [
        ['Regular', 'R'],
        ['Long', 'L'],
      ],
    },
  ),
  product(
    'CMP-STOVE',
    'Pocket Stove',
    ['camping'],
    '39.00',
    'Boils half a litre in three minutes and weighs 85 g.',
  ),
  product(
    'CMP-LAMP',
    'Camp Lantern',
    ['camping', 'lighting'],
    '49.00',
    'A rechargeable lantern with a hook and 60 hours of light.',
  ),
  product(
    'CYC-HELMET',
    'City Helmet',
    ['cycling'],
    '79.00',
    'A round shell with a magnet buckle and a light at the back.',
    {
      Colour: [black, white],
      Size: [
        ['S/M', 'SM'],
        ['L/XL', 'LXL'],
      ],
    },
  ),
  product(
    'CYC-LOCK',
    'Folding Lock',
    ['cycling'],
    '69.00',
    'Hardened steel plates that fold into a holster on the frame.',
  ),
  product(
    'CYC-LIGHTS',
    'Light Set',
    ['cycling'],
    '45.00',
    'Front and rear, USB-C, seen from a kilometre away.',
  ),
  product(
    'STA-NOTE',
    'Dot Grid Notebook',
    ['stationery'],
    '14.50',
    '160 pages of 100 g paper, stitched so that it lies flat.',
    { Colour: [black, olive, rust] },
  ),
  product(
    'STA-PEN',
    'Brass Fountain Pen',
    ['stationery'],
    '55.00',
    'Turned from solid brass, with a steel nib.',
    {
      Nib: [
        ['Fine', 'F'],
        ['Medium', 'M'],
      ],
    },
  ),
  {
    ...product(
      'STA-PLAN',
      'Weekly Planner as PDF',
      ['stationery'],
      '9.00',
      '53 pages to print, for any year.',
    ),
    isShipped: false,
  },
];
