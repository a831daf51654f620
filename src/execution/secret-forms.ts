// The forms in which a secret may come out of a program: as it is, line by line, quoted, URL-encoded, in base64.

/** A shorter line, such as a bracket, tells nothing and stands in every other text. */
const SHORTEST_LINE = 4;
/** A shorter run of base64 stands in ordinary words. */
const SHORTEST_BASE64 = 6;

/** Every form once, the longest first: a shorter one may be part of a longer one. */
export function secretForms(value: string): readonly string[] {
  const forms = new Set([
    value,
    ...linesOf(value),
    JSON.stringify(value).slice(1, -1),
    value.replaceAll("'", "'\\''"),
    ...urlForms(value),
    ...base64Forms(value),
  ]);
  return [...forms].sort((one, other) => other.length - one.length);
}

/** A secret of several lines comes into logs line by line. */
function linesOf(value: string): readonly string[] {
  const lines = value.split(/\r?\n/).map((line) => line.trim());
  return lines.length === 1 ? [] : lines.filter((line) => line.length >= SHORTEST_LINE);
}

/** Programs differ in what they leave as it is, in the case of digits, and in how a space is written. */
function urlForms(value: string): readonly string[] {
  const common = encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\ufffd'));
  const strict = common.replace(/[!'()*]/g, hexOf);
  const forms = [common, strict, common.replaceAll('%20', '+'), strict.replaceAll('%20', '+')];
  return [...forms, ...forms.map((form) => form.replace(/%[0-9A-F]{2}/g, lower))];
}

function hexOf(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function lower(text: string): string {
  return text.toLowerCase();
}

/**
 * In base64 a text looks different at each of three offsets (`user:secret`), and its first and last
 * digits hang on what stands around it: those are left out.
 */
function base64Forms(value: string): readonly string[] {
  const encoded = new TextEncoder().encode(value);
  const bytes = Array.from(encoded, (byte) => String.fromCharCode(byte)).join('');
  const cores = [0, 1, 2].map((offset) => {
    const digits = btoa('\0'.repeat(offset) + bytes);
    const from = Math.ceil((offset * 8) / 6);
    return digits.slice(from, Math.floor(((offset + bytes.length) * 8) / 6));
  });
  const standard = [btoa(bytes), ...cores].filter((form) => form.length >= SHORTEST_BASE64);
  return [...standard, ...standard.map(urlSafe)];
}

function urlSafe(digits: string): string {
  return digits.replaceAll('+', '-').replaceAll('/', '_');
}
