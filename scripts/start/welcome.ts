type Facts = {
  readonly url: string;
  readonly mailbox: string;
  readonly mailboxUrl: string | undefined;
  readonly seeded: boolean;
};

const curl = (url: string, query: string) =>
  `  curl -s ${url} -H 'content-type: application/json' \\\n    -d '${JSON.stringify({ query })}'`;

const logins = `Demonstration accounts, all with the password shop-demo-2026:
  admin@shop.example    may do everything
  staff@shop.example    keeps catalogue, stock and orders
  carla@shop.example    a customer
  cem@shop.example      another customer`;

/** What people read when the shop is ready. */
export const welcome = ({ url, mailbox, mailboxUrl, seeded }: Facts): string => `
The shop is open: ${url}
${mailboxUrl ? `E-mails: ${mailboxUrl} (files in ${mailbox})` : 'E-mails go out by SMTP.'}

Three queries to begin with:

Browse, across two subgraphs:
${curl(url, '{ products(first: 3) { nodes { title variants { sku price { amount currencyCode } availability { status quantity } } } } }')}

The categories:
${curl(url, '{ categories { slug name parent { slug } } }')}

Sign in, and use the token as "authorization: Bearer ...":
${curl(url, 'mutation { login(input: { email: "carla@shop.example", password: "shop-demo-2026" }) { session { accessToken } user { displayName } userErrors { message } } }')}

${seeded ? logins : 'There are no accounts yet: use the mutation register.'}

Ctrl-C stops everything.
`;
