// AWS's query protocol, answer side: JSON as XML, with the members of a list in `<member>`, or in `<item>` for EC2.
import { isJsonObject, type Json } from '../../lib/json.ts';

/** What is undefined or null is left out, and so is what XML cannot name. */
export function xmlOf(value: Json, member = 'member'): string {
  if (Array.isArray(value)) {
    return value.map((each) => `<${member}>${xmlOf(each, member)}</${member}>`).join('');
  }
  if (!isJsonObject(value)) return escaped(String(value));
  return Object.entries(value)
    .flatMap(([name, each]) =>
      each === undefined || each === null || !NAME.test(name)
        ? []
        : [`<${name}>${xmlOf(each, member)}</${name}>`],
    )
    .join('');
}

const NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
/** Characters that no XML text may hold, not even escaped. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

function escaped(text: string): string {
  return text
    .replaceAll(UNWRITABLE, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;');
}
