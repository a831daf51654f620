// Base64 of a text in UTF-8, for files that are handed on as such.

export function base64(text: string): string {
  const bytes = utf8(text);
  let encoded = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = bytes.slice(at, at + 3);
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    encoded += sign(bits >> 18) + sign(bits >> 12);
    encoded += b === undefined ? '=' : sign(bits >> 6);
    encoded += c === undefined ? '=' : sign(bits);
  }
  return encoded;
}

const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function sign(bits: number): string {
  return SIGNS.charAt(bits & 63);
}

function utf8(text: string): readonly number[] {
  const bytes: number[] = [];
  for (const character of text) {
    const written = character.codePointAt(0) ?? 0;
    const code = 0xd800 <= written && written <= 0xdfff ? 0xfffd : written;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), tail(code));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), tail(code >> 6), tail(code));
    else bytes.push(0xf0 | (code >> 18), tail(code >> 12), tail(code >> 6), tail(code));
  }
  return bytes;
}

function tail(code: number): number {
  return 0x80 | (code & 63);
}
