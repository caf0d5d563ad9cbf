import { readFileSync } from 'node:fs';
import { buildSchema, getNamedType, isInputObjectType, isObjectType } from 'graphql';
import { expect, it } from 'vitest';
import { credentialFields, newCartFields, visitorFields } from './credential-fields.ts';

const sdl = readFileSync(new URL('../../schema/api.graphql', import.meta.url), 'utf8');

const mutations = Object.values(buildSchema(sdl).getMutationType()?.getFields() ?? {});

it('every mutation that is limited exists, so that none is misspelt and free', () => {
  const names = mutations.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining(
      Object.keys({ ...credentialFields, ...visitorFields, ...newCartFields }),
    ),
  );
});

it('every mutation that is given a password or a token of an account is limited', () => {
  const takesCredential = mutations.filter(({ args }) =>
    args
      .map(({ type }) => getNamedType(type))
      .filter(isInputObjectType)
      .flatMap((type) => Object.keys(type.getFields()))
      .some((name) => /password$|^token$|^refreshToken$/i.test(name)),
  );
  expect(takesCredential.length).toBeGreaterThan(3);
  const free = takesCredential.filter(({ name }) => !(name in credentialFields));
  expect(free.map(({ name }) => name)).toEqual([]);
});

it('every mutation with which a visitor makes an order or a cart is limited', () => {
  const makes = mutations.filter(({ type }) => {
    const payload = getNamedType(type);
    return (
      isObjectType(payload) &&
      /^(order|cart)Token$/m.test(Object.keys(payload.getFields()).join('\n'))
    );
  });
  expect(makes.map(({ name }) => name)).toEqual(
    Object.keys({ ...visitorFields, ...newCartFields }),
  );
});
