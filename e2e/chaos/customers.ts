import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { LoginDocument, RegisterDocument } from '../generated/graphql.ts';
import { buy, type Tokens } from './buy.ts';
import { insist } from './graph.ts';
import type { Errand } from './intents.ts';

// The customers, in a process of its own that can be killed: what each means to do is written down
// before it is done, so that the next process goes on where this one ended.
const password = 'correct horse battery';
const staff = { email: 'staff@shop.example', password: 'shop-demo-2026' };

async function signIn(url: string, input: { email: string; password: string }) {
  const { login } = await insist(url, LoginDocument, { input });
  return login?.session?.accessToken;
}

/** Every errand, one after the other; those the journal knows to be done are not done again. */
async function serve({ url, customer, journal, intents }: Errand, desk: Desk): Promise<void> {
  const done = new Set(
    existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').map(Number) : [],
  );
  const account = { email: customer, password };
  if (!(await signIn(url, account))) {
    await insist(url, RegisterDocument, { input: { ...account, displayName: 'Chaos' } });
  }
  const signBoth = async (): Promise<Tokens> => ({
    customer: (await signIn(url, account)) ?? '',
    staff: await desk(),
  });
  let tokens = await signBoth();
  for (const intent of intents) {
    if (done.has(intent.n)) continue;
    await buy(url, tokens, intent).catch(async (error: Error) => {
      if (!error.message.startsWith('UNAUTHENTICATED')) throw error;
      tokens = await signBoth();
      await buy(url, tokens, intent);
    });
    appendFileSync(journal, `${intent.n}\n`);
    process.send?.(intent.n);
  }
}

/** Whoever ships the orders: one session for all, renewed in time. */
type Desk = () => Promise<string>;
const sessionMs = 10 * 60_000;

function openDesk(url: string): Desk {
  let token: Promise<string> | undefined;
  let since = 0;
  return () => {
    if (!token || performance.now() - since > sessionMs) {
      since = performance.now();
      token = signIn(url, staff).then((fresh) => fresh ?? '');
    }
    return token;
  };
}

process.once('message', async (errands: Errand[]) => {
  const desk = openDesk(errands[0]?.url ?? '');
  await Promise.all(errands.map((errand) => serve(errand, desk)));
  process.exit(0);
});
process.on('disconnect', () => process.exit(1));
