// What people and the journal see of a secret: nothing, in whatever form and pieces a program prints it.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHiddenValues } from './hidden-values.ts';

const TOKEN = 'q7!pL m/Zx+42é';

function hiding(...values: string[]) {
  const hidden = createHiddenValues();
  hidden.add(values);
  return hidden;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

test.each([
  ['as it is', `token=${TOKEN};`],
  ['in JSON', JSON.stringify({ token: TOKEN })],
  ['URL-encoded', encodeURIComponent(TOKEN)],
  ['URL-encoded as a form', new URLSearchParams({ token: TOKEN }).toString()],
  [
    'URL-encoded with small digits',
    encodeURIComponent(TOKEN).toLowerCase().replace('q7!pl', 'q7!pL').replace('zx', 'Zx'),
  ],
  ['in base64', base64(TOKEN)],
  ['in base64 with a line end behind it', base64(`${TOKEN}\n`)],
  ['in base64 behind a user name', base64(`ada:${TOKEN}`)],
  ['in base64 for addresses', Buffer.from(`ab${TOKEN}`).toString('base64url')],
])('a secret is masked %s', (_form, text) => {
  const shown = hiding(TOKEN).mask(text);
  expect(shown).toContain('****');
  expect(shown.replaceAll('*', '')).not.toMatch(/q7!?pL|Zx|cTchcE|42/i);
});

test('no secret survives in base64, whatever stands around it', () => {
  const text = fc.string({ minLength: 0, maxLength: 12 });
  const secret = fc.string({ minLength: 8, maxLength: 40, unit: 'binary' });
  fc.assert(
    fc.property(text, secret, text, (before, value, after) => {
      const shown = hiding(value).mask(base64(before + value + after));
      expect(Buffer.from(shown, 'base64').toString()).not.toContain(value);
    }),
  );
});

test('a secret that is cut by the end of a piece of output is whole on neither side', () => {
  const value = 'abcdefgh-ijklmnop';
  for (let at = 1; at < value.length; at++) {
    const hidden = hiding(value);
    const shown =
      hidden.mask(`see ${value.slice(0, at)}`) + hidden.mask(`${value.slice(at)} there`);
    expect(shown.replace(/\*+/g, '').length, shown).toBeLessThanOrEqual(
      `see  there`.length + value.length / 4,
    );
  }
});

test('base64 that is wrapped into lines is masked in each', () => {
  const value = Array.from({ length: 60 }, (_, index) => `word${index}`).join(' ');
  const lines = base64(value).match(/.{1,76}/g) ?? [];
  const hidden = hiding(value);
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines) expect(hidden.mask(line)).toMatch(/^\*+$|^\*+.{0,2}=*$/);
});

test('a secret of several lines is masked line by line, but for brackets', () => {
  const hidden = hiding('{\n  "key": "k-9f31"\n}');
  expect(['{', '  "key": "k-9f31"', '}'].map(hidden.mask)).toEqual(['{', '  **************', '}']);
});

test('a value of fewer than 3 characters is not masked, and is counted', () => {
  const hidden = createHiddenValues();
  expect(hidden.add(['no', 'yes'])).toBe(1);
  expect(hidden.mask('no, yes')).toBe('no, **************');
});

test('ordinary text stays as it is', () => {
  const hidden = hiding(TOKEN, 'correct horse battery staple');
  const text = 'the horse is at 42 % of its battery, see https://example.com/p?a=1';
  expect(hidden.mask(text)).toBe(text);
  expect(hidden.isIn(text)).toBe(false);
});
