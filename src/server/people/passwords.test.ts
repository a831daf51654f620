// Passwords: compared as they were set, hashed anew when weak, and not too many at once.
import { expect, test } from 'vitest';
import { createPasswords } from './passwords.ts';

const CHEAP = { N: 16, r: 1, p: 1 };

test('a password is right as it was set, however its letters are composed', async () => {
  const passwords = createPasswords(CHEAP);
  const kept = await passwords.hash('caf\u00e9 au lait, please');
  expect(await passwords.verify('cafe\u0301 au lait, please', kept)).toEqual({
    isRight: true,
    isWeak: false,
  });
  expect((await passwords.verify('cafe au lait, please', kept)).isRight).toBe(false);
});

test('two hashes of one password differ, and name their cost', async () => {
  const passwords = createPasswords(CHEAP);
  const [one, other] = await Promise.all([
    passwords.hash('same same same'),
    passwords.hash('same same same'),
  ]);
  expect(one).not.toBe(other);
  expect(one).toMatch(/^scrypt\$N=16,r=1,p=1\$/);
});

test('what was hashed more cheaply is right, and said to be weak', async () => {
  const kept = await createPasswords(CHEAP).hash('same same same');
  const dearer = createPasswords({ N: 32, r: 1, p: 1 });
  expect(await dearer.verify('same same same', kept)).toEqual({ isRight: true, isWeak: true });
});

test('nobody’s password is never right', async () => {
  const passwords = createPasswords(CHEAP);
  expect((await passwords.verify('', undefined)).isRight).toBe(false);
});

test('more than can wait are refused, and told to come back', async () => {
  const passwords = createPasswords({ N: 2 ** 12, r: 8, p: 1 });
  const tries = Array.from({ length: 40 }, () => passwords.hash('x'.repeat(12)));
  const ends = await Promise.allSettled(tries);
  const refused = ends.filter(({ status }) => status === 'rejected');
  expect(refused).toHaveLength(8);
  expect(refused[0]).toMatchObject({ reason: { code: 'too-many-requests', retryAfterMs: 2_000 } });
  await expect(passwords.hash('x'.repeat(12))).resolves.toBeTypeOf('string');
});
