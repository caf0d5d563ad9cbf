import { Refusal } from '@shop/domain';

/** Returns codes and field paths of the refusal that `work` throws, such as `SKU_TAKEN variants 0 sku`. */
export async function refusalOf(work: () => unknown): Promise<string[]> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.reasons.map(({ code, field }) => [code, ...(field ?? [])].join(' '));
  }
  throw new Error('not refused');
}
