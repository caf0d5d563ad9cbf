/** A key was used again for another request. It is a fault of the client, and a retry does not help. */
export class KeyReused extends Error {
  readonly code = 'PAYMENT_KEY_REUSED';
  constructor(key: string) {
    super(`the key ${key} was used for another amount or charge`);
  }
}
