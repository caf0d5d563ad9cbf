/**
 * Mutations that take a credential, or send a message to an address that the client chooses, each with
 * the abuse that frequent calls would allow. They share one small limit per client address.
 */
export const credentialFields: Readonly<Record<string, string>> = {
  register: 'find out which addresses have an account, and fill the database',
  login: 'guess passwords; each attempt also costs a deliberately slow hash',
  refreshToken: 'guess refresh tokens',
  changePassword: 'guess the password of a session that was left open',
  requestPasswordReset: 'flood a mailbox',
  resetPassword: 'guess reset tokens',
  verifyEmail: 'guess verification tokens',
  requestEmailVerification: 'flood a mailbox',
};

/** The same, for anonymous clients only. */
export const anonymousFields: Readonly<Record<string, string>> = {
  placeOrder: 'flood a mailbox, and reserve units without an account',
};

/** The same, for anonymous clients that send no `cartToken` and so create a cart. */
export const newCartFields: Readonly<Record<string, string>> = {
  addCartLines: 'fill the database with carts',
  setCartLines: 'fill the database with carts',
};
