import { randomUUID } from 'node:crypto';
import {
  address,
  admin,
  authenticated,
  errors,
  everyone,
  everyoneRefused,
  forbidden,
  notOwned,
  type ObjectIds,
  outcomes,
  type Row,
  staff,
  text,
  unauthenticated,
} from './row.ts';

export const userRows: readonly Row[] = [
  {
    field: 'Query.me',
    select: () => 'me { id email }',
    expected: outcomes('null', 'ok', 'ok', 'ok', 'ok', unauthenticated),
  },
  {
    field: 'Query.user',
    select: ({ ownerId }) => `user(id: ${text(ownerId)}) { id email }`,
    expected: outcomes(unauthenticated, 'ok', forbidden, 'ok', 'ok', unauthenticated),
  },
  { field: 'Query.users', select: () => 'users(first: 1) { nodes { id email } }', expected: staff },
  {
    field: 'Mutation.register',
    select: () =>
      `register(input: { email: "${randomUUID()}@shop.example", password: "correct horse staple", displayName: "N" }) ${errors}`,
    expected: everyone,
  },
  {
    field: 'Mutation.login',
    select: () =>
      `login(input: { email: "${randomUUID()}@shop.example", password: "x" }) ${errors}`,
    expected: everyoneRefused(':INVALID_CREDENTIALS'),
  },
  {
    field: 'Mutation.refreshToken',
    select: () => `refreshToken(input: { refreshToken: "nonsense" }) ${errors}`,
    expected: everyoneRefused(':INVALID_TOKEN'),
  },
  ...['logout', 'logoutEverywhere'].map((verb) => ({
    field: `Mutation.${verb}`,
    select: () => `${verb} ${errors}`,
    endsSession: true as const,
    expected: authenticated,
  })),
  {
    field: 'Mutation.revokeSession',
    select: ({ otherUserId }) =>
      `revokeSession(input: { sessionId: ${text(otherUserId)} }) ${errors}`,
    expected: notOwned,
  },
  {
    field: 'Mutation.changePassword',
    select: () =>
      `changePassword(input: { currentPassword: "not mine", newPassword: "another staple" }) ${errors}`,
    expected: outcomes(
      unauthenticated,
      ...Array.from({ length: 4 }, () => ':INVALID_CREDENTIALS'),
      unauthenticated,
    ),
  },
  {
    field: 'Mutation.deleteAccount',
    select: () => `deleteAccount(input: { currentPassword: "not mine" }) ${errors}`,
    expected: outcomes(
      unauthenticated,
      ...Array.from({ length: 4 }, () => ':INVALID_CREDENTIALS'),
      unauthenticated,
    ),
  },
  {
    field: 'Mutation.requestPasswordReset',
    select: () =>
      `requestPasswordReset(input: { email: "${randomUUID()}@shop.example" }) ${errors}`,
    expected: everyone,
  },
  {
    field: 'Mutation.resetPassword',
    select: () =>
      `resetPassword(input: { token: "nonsense", newPassword: "another staple" }) ${errors}`,
    expected: everyoneRefused(':INVALID_TOKEN'),
  },
  {
    field: 'Mutation.requestEmailVerification',
    select: () => `requestEmailVerification ${errors}`,
    expected: authenticated,
  },
  {
    field: 'Mutation.verifyEmail',
    select: () => `verifyEmail(input: { token: "nonsense" }) ${errors}`,
    expected: everyoneRefused(':INVALID_TOKEN'),
  },
  {
    field: 'Mutation.requestEmailChange',
    select: () =>
      `requestEmailChange(input: { newEmail: "${randomUUID()}@shop.example", currentPassword: "not mine" }) ${errors}`,
    expected: outcomes(
      unauthenticated,
      ...Array.from({ length: 4 }, () => ':INVALID_CREDENTIALS'),
      unauthenticated,
    ),
  },
  {
    field: 'Mutation.confirmEmailChange',
    select: () => `confirmEmailChange(input: { token: "nonsense" }) ${errors}`,
    expected: everyoneRefused(':INVALID_TOKEN'),
  },
  {
    field: 'Mutation.updateProfile',
    select: () => `updateProfile(input: { displayName: "N" }) ${errors}`,
    expected: authenticated,
  },
  {
    field: 'Mutation.setUserRoles',
    select: ({ otherUserId }) =>
      `setUserRoles(input: { userId: ${text(otherUserId)}, roles: [CUSTOMER] }) ${errors}`,
    expected: admin,
  },
  {
    field: 'Mutation.suspendUser',
    select: ({ otherUserId }) =>
      `suspendUser(input: { userId: ${text(otherUserId)}, reason: "test" }) ${errors}`,
    expected: admin,
  },
  {
    field: 'Mutation.reinstateUser',
    select: ({ otherUserId }) => `reinstateUser(input: { userId: ${text(otherUserId)} }) ${errors}`,
    expected: admin,
  },
  {
    field: 'Mutation.addAddress',
    select: () => `addAddress(input: { ${address} }) ${errors}`,
    expected: authenticated,
  },
  {
    field: 'Mutation.updateAddress',
    select: ({ otherUserId }) =>
      `updateAddress(input: { addressId: ${text(otherUserId)}, ${address} }) ${errors}`,
    expected: notOwned,
  },
  ...['removeAddress', 'setDefaultAddress'].map((verb) => ({
    field: `Mutation.${verb}`,
    select: ({ otherUserId }: ObjectIds) =>
      `${verb}(input: { addressId: ${text(otherUserId)} }) ${errors}`,
    expected: notOwned,
  })),
];
