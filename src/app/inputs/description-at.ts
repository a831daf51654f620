// What an author says about a value: the description that stands beside it in its mapping.
import { isMap, isScalar, LineCounter, parseDocument, visit, type YAMLMap } from 'yaml';
import type { Position } from '../../pipeline/diagnostic.ts';

/** Undefined where there is none, or the text is no YAML. */
export function descriptionAt(
  text: string,
  { line, column }: Pick<Position, 'line' | 'column'>,
): string | undefined {
  if (!text.includes('description')) return undefined;
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, logLevel: 'silent' });
  let found: string | undefined;
  visit(document, {
    Scalar(_key, node, path) {
      const place = lineCounter.linePos(node.range?.[0] ?? 0);
      if (place.line !== line || place.col !== column) return undefined;
      found = descriptionIn(path.findLast((each) => isMap(each)));
      return visit.BREAK;
    },
  });
  return found;
}

function descriptionIn(mapping: YAMLMap | undefined): string | undefined {
  const node = mapping?.get('description', true);
  return isScalar(node) && typeof node.value === 'string' && node.value !== ''
    ? node.value
    : undefined;
}
