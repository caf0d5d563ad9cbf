import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { CustomersReport, CustomerTask } from './customers.ts';
import { executePlan, type Tokens } from './execute-plan.ts';
import { logIn, logInStaff, registerOnce } from './sign-in.ts';

// The customers, in a process that can be killed. Each journals its finished orders, so that the next process
// continues where this one ended.
const password = 'correct horse battery';
/** Shorter than an access token lives (15 minutes). */
const renewStaffMs = 10 * 60_000;

/** Executes the plans of one customer in order, except those that the journal lists as finished. */
async function run(task: CustomerTask, staffToken: () => Promise<string>): Promise<void> {
  const { url, email, journal, plans } = task;
  const finished = new Set(
    existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').map(Number) : [],
  );
  const account = { email, password };
  await registerOnce(url, account);
  const logInBoth = async (): Promise<Tokens> => ({
    customer: await logIn(url, account),
    staff: await staffToken(),
  });
  let tokens = await logInBoth();
  for (const plan of plans) {
    if (finished.has(plan.n)) continue;
    await executePlan(url, tokens, plan).catch(async (error: Error) => {
      if (!error.message.startsWith('UNAUTHENTICATED')) throw error;
      tokens = await logInBoth();
      await executePlan(url, tokens, plan);
    });
    appendFileSync(journal, `${plan.n}\n`);
    const report: CustomersReport = { finished: plan.n };
    process.send?.(report);
  }
}

/** One session of staff for all customers, renewed before it expires. */
function createStaffSession(url: string): () => Promise<string> {
  let token: Promise<string> | undefined;
  let since = 0;
  return () => {
    if (!token || performance.now() - since > renewStaffMs) {
      since = performance.now();
      token = logInStaff(url);
    }
    return token;
  };
}

process.once('message', async (tasks: CustomerTask[]) => {
  const staffToken = createStaffSession(tasks[0]?.url ?? '');
  const failure = await Promise.all(tasks.map((task) => run(task, staffToken))).then(
    () => undefined,
    (error: Error) => error,
  );
  if (!failure) process.exit(0);
  const report: CustomersReport = { failure: failure.stack ?? failure.message };
  process.send?.(report, () => process.exit(1));
});
process.on('disconnect', () => process.exit(1));
