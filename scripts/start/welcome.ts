import { demoAccounts, demoPassword } from '@shop/schema/demo-accounts';

type Facts = {
  readonly url: string;
  readonly mailbox: string;
  readonly mailboxUrl: string | undefined;
  readonly seeded: boolean;
};

const curl = (url: string, query: string) =>
  `  curl -s ${url} -H 'content-type: application/json' \\\n    -d '${JSON.stringify({ query })}'`;

const purposes: Readonly<Record<keyof typeof demoAccounts, string>> = {
  admin: 'administrator, with all permissions',
  staff: 'staff: catalogue, stock and orders',
  carla: 'customer',
  cem: 'another customer',
};

const logins = Object.entries(demoAccounts)
  .map(([name, { email }]) => `  ${email.padEnd(20)} ${purposes[name as keyof typeof purposes]}`)
  .join('\n');

const products =
  '{ products(first: 3) { nodes { title variants { sku price { amount currencyCode } availability { status units { quantity atLeast } } } } } }';
const categories = '{ categories { slug name parent { slug } } }';
const login = `mutation { login(input: { email: "${demoAccounts.carla.email}", password: "${demoPassword}" }) { session { accessToken } user { displayName } userErrors { message } } }`;

/** The text that people read when the shop is ready. */
export const welcome = ({ url, mailbox, mailboxUrl, seeded }: Facts): string => `
The shop is open: ${new URL('/shop/', url).href}
Back office, for staff: ${new URL('/back-office/', url).href}
GraphiQL: ${new URL('/graphiql', url).href}
GraphQL: ${url}
${mailboxUrl ? `E-mails: ${mailboxUrl} (files in ${mailbox})` : 'E-mails are sent by SMTP.'}

Three operations to start with:

Products, their prices and availability, from two subgraphs:
${curl(url, products)}

Categories:
${curl(url, categories)}

Sign in. Send the token as "authorization: Bearer <token>":
${curl(url, login)}

${
  seeded
    ? `Demonstration accounts, all with the password ${demoPassword}:\n${logins}`
    : 'There are no accounts yet. Create one with the mutation register.'
}

Ctrl-C stops everything.
`;
