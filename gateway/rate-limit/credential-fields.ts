/**
 * Mutations that take a credential or send a mail to whom the caller names, each with what one
 * could do by calling it often. They share one small allowance per address.
 */
export const credentialFields: Readonly<Record<string, string>> = {
  register: 'ask which addresses have an account, and fill the database',
  login: 'guess passwords; each attempt also costs a deliberately slow hash',
  refreshToken: 'guess refresh tokens',
  changePassword: 'guess the password of a session that was left open',
  requestPasswordReset: 'flood a mailbox',
  resetPassword: 'guess reset tokens',
  verifyEmail: 'guess verification tokens',
  requestEmailVerification: 'flood a mailbox',
};

/** The same for those who are not signed in. */
export const visitorFields: Readonly<Record<string, string>> = {
  placeOrder: 'flood a mailbox, and set units aside without an account',
};

/** The same for visitors who name no `cartToken`, and so are given a new cart. */
export const newCartFields: Readonly<Record<string, string>> = {
  addCartLines: 'fill the database with carts',
  setCartLines: 'fill the database with carts',
};
