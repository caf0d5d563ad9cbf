import { ProviderUnavailable } from '../domain/ports.ts';
import { KeyReused } from './key-reused.ts';

/** Reports a failing store of a provider of ours as a provider that is unavailable. */
export async function available<T>(provider: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof KeyReused) throw error;
    throw new ProviderUnavailable(`the ${provider} cannot reach its store`, { cause: error });
  }
}
