/** An implementation to measure; `run` sends one request. */
export type Candidate = { readonly name: string; run(): Promise<unknown> };

export type Figure = {
  readonly name: string;
  /** CPU time of this process per request, in microseconds: median of the rounds. */
  readonly cpuMicros: number;
  /** Requests per second of wall-clock time: median of the rounds. */
  readonly perSecond: number;
  /** CPU time relative to the first candidate in the same round: median of the rounds. */
  readonly cpuRatio: number;
};

const concurrency = 8;
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function round({ run }: Candidate, requests: number) {
  const cpu = process.cpuUsage();
  const began = performance.now();
  let left = requests;
  const worker = async () => {
    while (left-- > 0) await run();
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  const { user, system } = process.cpuUsage(cpu);
  return {
    cpuMicros: (user + system) / requests,
    perSecond: (requests / (performance.now() - began)) * 1_000,
  };
}

/**
 * Measures candidates in turn, round after round, so that other load on the machine affects all of them
 * alike. The first round warms up and is not counted.
 */
export async function measure(
  candidates: readonly Candidate[],
  { rounds = 40, requests = 150 } = {},
): Promise<Figure[]> {
  const results = new Map<string, Awaited<ReturnType<typeof round>>[]>();
  for (let n = 0; n <= rounds; n++) {
    for (const candidate of candidates) {
      const result = await round(candidate, requests);
      if (n > 0) results.set(candidate.name, [...(results.get(candidate.name) ?? []), result]);
    }
  }
  const [base = []] = results.values();
  return [...results].map(([name, all]) => ({
    name,
    cpuMicros: median(all.map(({ cpuMicros }) => cpuMicros)),
    perSecond: median(all.map(({ perSecond }) => perSecond)),
    cpuRatio: median(all.map(({ cpuMicros }, n) => cpuMicros / (base[n]?.cpuMicros ?? Number.NaN))),
  }));
}

/** Prints figures as a table. */
export function report(figures: readonly Figure[]): void {
  console.table(
    Object.fromEntries(
      figures.map(({ name, cpuMicros, perSecond, cpuRatio }) => [
        name,
        {
          'CPU µs/request': Math.round(cpuMicros),
          'requests/s': Math.round(perSecond),
          'CPU ratio': cpuRatio.toFixed(3),
        },
      ]),
    ),
  );
}
