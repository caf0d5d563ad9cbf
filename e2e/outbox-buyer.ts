import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { ApolloClient } from '@apollo/client';
import {
  type Answer,
  apolloSend,
  createCache,
  createLink,
  createOutbox,
  createSession,
  type Entry,
  type KeyValueStorage,
  storedTokens,
} from '@shop/client';

// An application that buys through an outbox, and that a test kills:
//   node --import tsx e2e/outbox-buyer.ts <file> <url> <access token> <variant id> <number of orders>
// Prints a line for each order that is paid, and exits when all are.

const [file = '', uri = '', accessToken = '', variantId = '', orders = '0'] = process.argv.slice(2);

/** A storage that survives the process: a file that is replaced as a whole. */
function fileStorage(): KeyValueStorage {
  const values: Record<string, string> = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : {};
  const save = () => {
    writeFileSync(`${file}.new`, JSON.stringify(values));
    renameSync(`${file}.new`, file);
  };
  return {
    getItem: (key) => values[key] ?? null,
    setItem(key, value) {
      values[key] = value;
      save();
    },
    removeItem(key) {
      delete values[key];
      save();
    },
  };
}

const storage = fileStorage();
const session = createSession({ uri, tokens: storedTokens(storage) });
await session.signIn({ accessToken, refreshToken: '', expiresIn: 900 });
const client = new ApolloClient({
  link: createLink({ uri, name: 'e2e-buyer', version: '1.0.0', session }),
  cache: createCache(),
});

const place = `mutation Place($input: PlaceOrderInput!) {
  placeOrder(input: $input) { order { id } userErrors { code message } }
}`;
const pay = `mutation Pay($input: PayOrderInput!) {
  payOrder(input: $input) { order { id status } userErrors { code message } }
}`;
const shippingAddress = {
  recipient: 'Nel Dahl',
  line1: 'Deichstraße 1',
  city: 'Hamburg',
  postalCode: '20459',
  country: 'DE',
};

type Payload = {
  readonly order: { readonly id: string } | null;
  readonly userErrors: readonly object[];
};

/** Goes on with the answer: an order is paid, a paid one is remembered. The key of the entry names the order. */
async function continueWith({ key, subject }: Entry, { data, errors }: Answer): Promise<void> {
  const { order, userErrors } = (data?.['placeOrder'] ?? data?.['payOrder'] ?? {}) as Payload;
  if (errors.length + userErrors.length > 0 || !order) {
    throw new Error(`${key}: ${JSON.stringify({ errors, userErrors })}`);
  }
  if (key.startsWith('place')) {
    const input = { orderId: order.id, paymentToken: 'tok_success', waitForMs: 5_000 };
    const idempotencyKey = key.replace('place', 'pay');
    await outbox.add({
      subject,
      document: pay,
      variables: { input: { ...input, idempotencyKey } },
    });
    return;
  }
  storage.setItem(subject, 'paid');
  process.stdout.write(`${subject}\n`);
}

/** An answer that throws is not handled, so the mutation is sent again: an order may be PENDING for longer than its payment waits. */
const outbox = createOutbox({
  storage,
  send: apolloSend(client),
  onAnswer: (entry, answer) =>
    continueWith(entry, answer).catch((error) => {
      process.stderr.write(`${error.message}\n`);
      throw error;
    }),
});

const names = Array.from({ length: Number(orders) }, (_, n) => `order-${n}`);
for (const subject of names) {
  if ((await storage.getItem(subject)) !== null) continue;
  const line = { variantId, quantity: 1 };
  const input = { lines: [line], shippingAddress, idempotencyKey: `place-${subject}` };
  await outbox.add({ subject, document: place, variables: { input } });
  await storage.setItem(subject, 'added');
}
outbox.resume();
