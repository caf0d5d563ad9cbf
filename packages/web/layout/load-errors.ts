const loadErrors = new WeakSet<Error>();
const reloadedFor = 'shop.reloaded-for';

/** Remembers the errors of code that cannot be loaded: without a network, or because a deployment has removed it. */
export const watchLoading = (): void =>
  addEventListener('vite:preloadError', ({ payload }) => void loadErrors.add(payload));

/** Whether an error says that code could not be loaded. */
export const isLoadError = (error: Error): boolean => loadErrors.has(error);

/** Whether the page has not been reloaded for this error yet. Without a storage it never is, which could have no end. */
export function mayReload({ message }: Error): boolean {
  try {
    if (!navigator.onLine || sessionStorage.getItem(reloadedFor) === message) return false;
    sessionStorage.setItem(reloadedFor, message);
    return true;
  } catch {
    return false;
  }
}
