import { readFileSync } from 'node:fs';
import { buildSchema, getNamedType, isInputObjectType, isObjectType } from 'graphql';
import { expect, it } from 'vitest';
import { credentialFields, newCartFields, orderFields, signInFields } from './limited-fields.ts';

const sdl = readFileSync(new URL('../../schema/api.graphql', import.meta.url), 'utf8');

const mutations = Object.values(buildSchema(sdl).getMutationType()?.getFields() ?? {});

it('every limited mutation exists, so that a misspelt name is found', () => {
  const names = mutations.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining(
      Object.keys({ ...credentialFields, ...signInFields, ...orderFields, ...newCartFields }),
    ),
  );
});

it('every mutation that takes a password or a token of an account is limited', () => {
  const takesCredential = mutations.filter(({ args }) =>
    args
      .map(({ type }) => getNamedType(type))
      .filter(isInputObjectType)
      .flatMap((type) => Object.keys(type.getFields()))
      .some((name) => /password$|^token$|^refreshToken$/i.test(name)),
  );
  expect(takesCredential.length).toBeGreaterThan(3);
  const unlimited = takesCredential.filter(
    ({ name }) => !(name in { ...credentialFields, ...signInFields }),
  );
  expect(unlimited.map(({ name }) => name)).toEqual([]);
});

it('every mutation with which an anonymous client creates an order or a cart is limited', () => {
  const creating = mutations.filter(({ type }) => {
    const payload = getNamedType(type);
    return (
      isObjectType(payload) &&
      /^(order|cart)Token$/m.test(Object.keys(payload.getFields()).join('\n'))
    );
  });
  expect(creating.map(({ name }) => name)).toEqual(
    Object.keys({ ...orderFields, ...newCartFields }),
  );
});
