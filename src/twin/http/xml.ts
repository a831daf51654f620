// AWS's query protocol, answer side: JSON as XML, with the members of a list in `<member>`.
import { isJsonObject, type Json } from '../../lib/json.ts';

/** What is undefined or null is left out. */
export function xmlOf(value: Json): string {
  if (Array.isArray(value)) return value.map((each) => `<member>${xmlOf(each)}</member>`).join('');
  if (!isJsonObject(value)) return escaped(String(value));
  return Object.entries(value)
    .flatMap(([name, each]) =>
      each === undefined || each === null ? [] : [`<${name}>${xmlOf(each)}</${name}>`],
    )
    .join('');
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;');
}
