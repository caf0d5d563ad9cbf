/** Reports how long `work` took. */
export async function timed<T>(
  name: string,
  report: (text: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  const began = performance.now();
  const result = await work();
  report(`> ${name}: ${((performance.now() - began) / 1_000).toFixed(1)} s`);
  return result;
}
