/** Data of the public benchmark of federation gateways: few objects, to which long paths lead again and again. */
const words =
  'lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore magna'.split(
    ' ',
  );

const sentence = (length: number): string => {
  let text = '';
  for (let n = 0; text.length < length; n++) text += `${words[n % words.length]} `;
  return text.trim();
};

export const users = ['urigo', 'dotansimha', 'kamilkisiela', 'ardatan', 'gilgardosh', 'laurin'].map(
  (username, n) => ({ id: `${n + 1}`, name: `User ${n + 1}`, username }),
);

const products = [
  ['Table', 899, 100],
  ['Couch', 1299, 1000],
  ['Glass', 15, 20],
  ['Chair', 499, 100],
  ['TV', 1299, 1000],
  ['Lamp', 6999, 300],
  ['Grill', 3999, 2000],
  ['Fridge', 100_000, 6000],
  ['Sofa', 9999, 800],
].map(([name, price, weight], n) => ({ upc: `${n + 1}`, name, price, weight }));

/** The products above, and more for a long list. */
export const catalogue = [
  ...products,
  ...Array.from({ length: 1_000 - products.length }, (_, n) => ({
    upc: `${products.length + n + 1}`,
    name: `Product ${products.length + n + 1}`,
    price: 100 + n,
    weight: 2 * n,
  })),
];

/** Lengths of the reviews, and the products that they are about. */
export const reviews = [
  [445, 1],
  [294, 1],
  [271, 1],
  [145, 1],
  [445, 2],
  [294, 2],
  [271, 2],
  [145, 2],
  [145, 3],
  [145, 4],
  [845, 4],
].map(([length = 0, upc], n) => ({
  id: `${n + 1}`,
  body: sentence(length),
  product: { upc: `${upc}` },
  author: { id: '1', username: 'urigo' },
}));
