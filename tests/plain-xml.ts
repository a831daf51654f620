// XML of elements and texts only, as AWS's query protocol answers, read as nested objects.

/**
 * Elements of a list's name are collected as `member`; attributes are passed over. Throws when it is
 * malformed.
 */
export function parsePlainXml(xml: string, list = 'member'): Readonly<Record<string, unknown>> {
  const root: Element = { name: '', fields: {}, text: '' };
  const open: Element[] = [root];
  for (const [, close, name = '', text = ''] of xml.matchAll(/<(\/?)([\w:]+)[^>]*>([^<]*)/g)) {
    const innermost = open.at(-1) ?? root;
    if (close === '') {
      open.push({ name, fields: {}, text });
      continue;
    }
    if (open.length < 2 || innermost.name !== name) throw new Error(`</${name}> closes nothing`);
    open.pop();
    put(open.at(-1) ?? root, name === list ? { ...innermost, name: 'member' } : innermost);
  }
  if (open.length > 1) throw new Error(`<${open.at(-1)?.name}> is not closed`);
  return root.fields;
}

interface Element {
  readonly name: string;
  readonly fields: Record<string, unknown>;
  readonly text: string;
}

function put(parent: Element, { name, fields, text }: Element): void {
  const value = Object.keys(fields).length > 0 ? fields : unescaped(text);
  const members = (parent.fields[name] ?? []) as unknown[];
  if (name !== 'member' && name in parent.fields) throw new Error(`<${name}> stands twice`);
  parent.fields[name] = name === 'member' ? [...members, value] : value;
}

function unescaped(text: string): string {
  return text
    .replaceAll('&#13;', '\r')
    .replaceAll('&quot;', '"')
    .replaceAll('&gt;', '>')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&');
}
