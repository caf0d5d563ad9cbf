/**
 * Mutations that take a credential, or send a message to an address that the client chooses, each with
 * the abuse that frequent calls would allow. They share one small limit per client address.
 */
export const credentialFields: Readonly<Record<string, string>> = {
  register: 'find out which addresses have an account, and fill the database',
  changePassword: 'guess the password of a session that was left open',
  deleteAccount: 'guess the password of a session that was left open',
  requestPasswordReset: 'flood a mailbox',
  resetPassword: 'guess reset tokens',
  verifyEmail: 'guess verification tokens',
  requestEmailVerification: 'flood a mailbox',
  requestEmailChange: 'guess the password of a session that was left open, and flood a mailbox',
  confirmEmailChange: 'guess tokens that change an e-mail address',
  requestOrderLink: 'flood a mailbox',
  applyVoucher: 'guess voucher codes',
  checkGiftCard: 'guess codes of gift cards',
};

/**
 * How people sign in and stay signed in, with a wider limit per client address: an office or a phone network may
 * be one address. The user subgraph counts wrong passwords by account and by network.
 */
export const signInFields: Readonly<Record<string, string>> = {
  login: 'cost a deliberately slow hash, and guess passwords of many accounts',
  refreshToken: 'fill the database with tokens',
};

/** Orders, with a limit of their own for each user and, without one, for each client address. */
export const orderFields: Readonly<Record<string, string>> = {
  placeOrder: 'flood a mailbox, fill the database, and reserve units',
};

/** Limited as credentials are, with a `giftCardCode`. */
export const giftCardFields: Readonly<Record<string, string>> = {
  payOrder: 'guess codes of gift cards',
};

/** Limited as credentials are, for anonymous clients that send no `cartToken` and so create a cart. */
export const newCartFields: Readonly<Record<string, string>> = {
  addCartLines: 'fill the database with carts',
  setCartLines: 'fill the database with carts',
  reorder: 'fill the database with carts',
};
