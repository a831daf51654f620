// A small XML parser: elements, attributes, texts; no document types, so no entities of their own.

export interface Element {
  readonly kind: 'element';
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Node[];
}

export type Node = Element | { readonly kind: 'text'; readonly text: string };

/** What is wrong with a document or a path, for people. */
export class XmlProblem extends Error {}

/** The document's node: its only element is the root. */
export function parseXml(text: string): Element {
  if (text.length > MAX_LENGTH) throw new XmlProblem(`the XML is longer than ${MAX_LENGTH}`);
  const open: Open[] = [{ name: '', attributes: new Map(), children: [] }];
  let nodes = 0;
  for (let at = 0; at < text.length; ) {
    const top = open.at(-1);
    if (top === undefined) throw new XmlProblem('an element is closed that is not open');
    const end = text.indexOf('<', at);
    const plain = text.slice(at, end === -1 ? text.length : end);
    if (plain !== '') top.children.push({ kind: 'text', text: decoded(plain) });
    if (end === -1) break;
    nodes += 1;
    if (nodes > MAX_NODES) throw new XmlProblem(`the XML has more than ${MAX_NODES} elements`);
    at = readMarkup(text, end, open);
  }
  const [document, unclosed] = open;
  if (unclosed !== undefined) throw new XmlProblem(`<${unclosed.name}> is not closed`);
  const roots = document?.children.filter((child) => child.kind === 'element') ?? [];
  if (document === undefined || roots.length !== 1) {
    throw new XmlProblem('the text is not XML with one root element');
  }
  return { kind: 'element', ...document };
}

const MAX_LENGTH = 1_048_576;
const MAX_NODES = 20_000;
const MAX_DEPTH = 200;

interface Open {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Node[];
}

/** One thing that begins with `<`; the answer is where it ends. */
function readMarkup(text: string, at: number, open: Open[]): number {
  if (text.startsWith('<!--', at)) return after(text, '-->', at + 4);
  if (text.startsWith('<?', at)) return after(text, '?>', at);
  if (text.startsWith('<![CDATA[', at)) {
    const end = after(text, ']]>', at);
    open.at(-1)?.children.push({ kind: 'text', text: text.slice(at + 9, end - 3) });
    return end;
  }
  if (text.startsWith('<!', at)) throw new XmlProblem('document types are not read');
  return text.startsWith('</', at) ? closeElement(text, at, open) : openElement(text, at, open);
}

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  if (at === -1) throw new XmlProblem(`"${mark}" is missing`);
  return at + mark.length;
}

function closeElement(text: string, at: number, open: Open[]): number {
  CLOSING.lastIndex = at;
  const name = CLOSING.exec(text)?.[1];
  const element = open.pop();
  const parent = open.at(-1);
  if (name === undefined || element === undefined || parent === undefined || element.name !== name)
    throw new XmlProblem(`</${name ?? ''}> closes <${element?.name ?? ''}>`);
  parent.children.push({ kind: 'element', ...element });
  return CLOSING.lastIndex;
}

function openElement(text: string, at: number, open: Open[]): number {
  OPENING.lastIndex = at;
  const name = OPENING.exec(text)?.[1];
  if (name === undefined) throw new XmlProblem(`"<" begins nothing at ${at}`);
  const attributes = new Map<string, string>();
  let end = OPENING.lastIndex;
  for (;;) {
    ATTRIBUTE.lastIndex = end;
    const attribute = ATTRIBUTE.exec(text);
    if (attribute === null) break;
    attributes.set(attribute[1] ?? '', decoded(attribute[2] ?? attribute[3] ?? ''));
    end = ATTRIBUTE.lastIndex;
  }
  TAG_END.lastIndex = end;
  const tail = TAG_END.exec(text)?.[1];
  if (tail === undefined) throw new XmlProblem(`<${name}> cannot be read`);
  const element: Open = { name, attributes, children: [] };
  if (tail === '/') open.at(-1)?.children.push({ kind: 'element', ...element });
  else open.push(element);
  if (open.length > MAX_DEPTH) throw new XmlProblem(`elements lie deeper than ${MAX_DEPTH}`);
  return TAG_END.lastIndex;
}

const OPENING = /<([\p{L}_:][\p{L}\p{N}_:.-]*)/uy;
const CLOSING = /<\/([\p{L}_:][\p{L}\p{N}_:.-]*)\s*>/uy;
const ATTRIBUTE = /\s+([\p{L}_:][\p{L}\p{N}_:.-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/uy;
const TAG_END = /\s*(\/?)>/y;

function decoded(text: string): string {
  return text.replaceAll(/&(#x?)?(\w{1,8});/g, (_, number: string | undefined, name: string) => {
    if (number === undefined) return ENTITIES.get(name) ?? unknownEntity(name);
    const code = Number.parseInt(name, number === '#x' ? 16 : 10);
    return code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : unknownEntity(name);
  });
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

function unknownEntity(name: string): never {
  throw new XmlProblem(`there is no entity "&${name};"`);
}
