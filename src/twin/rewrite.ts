// Rewrites of a request before it goes to its target: a pattern's first match in the host or the address is replaced.
import type { Rewrite, TransformsView } from './routing-view.ts';

export interface Rewritten {
  /** The Host header, and the address as in the request line. */
  readonly host: string;
  readonly url: string;
}

/** Undefined when what comes out is no host or no address: such a request is answered with 500. */
export function rewritten({ host, url }: TransformsView, given: Rewritten): Rewritten | undefined {
  const [, name = '', port = ''] = /^(.*?)(:\d*)?$/s.exec(given.host) ?? [];
  const after = {
    host: host === undefined ? given.host : `${applied(host, name)}${port}`,
    url: url === undefined ? given.url : applied(url, given.url),
  };
  const isHost = host === undefined || HOST.test(after.host);
  const isUrl = url === undefined || URL_TEXT.test(after.url);
  return isHost && isUrl ? after : undefined;
}

/** Undefined for what is no regular expression, or has a feature that load balancers do not take. */
export function compiledRewrite({ regex }: Rewrite): RegExp | undefined {
  if (REFUSED.test(regex.replaceAll(/\\[^1-9kpP]/g, ''))) return undefined;
  try {
    return new RegExp(regex);
  } catch {
    return undefined;
  }
}

const HOST = /^[A-Za-z0-9._-]{1,255}(:\d*)?$/;
const URL_TEXT = /^\/[\x21-\x7e]*$/;
/** Looking around, back references and classes of Unicode; what else is refused does not compile. */
const REFUSED = /\(\?(?!:|<[A-Za-z_])|\\[1-9kpP]/;

const compiled = new WeakMap<Rewrite, RegExp>();

function applied(rewrite: Rewrite, text: string): string {
  const pattern = compiled.get(rewrite) ?? compiledRewrite(rewrite);
  if (pattern === undefined) return text;
  compiled.set(rewrite, pattern);
  return text.replace(pattern, (...match: readonly unknown[]) =>
    rewrite.replace.replaceAll(/\$(\d)/g, (_, group: string) => groupOf(match, Number(group))),
  );
}

/** After the groups of a match come its place, as a number, and the whole text. */
function groupOf(match: readonly unknown[], group: number): string {
  const end = match.findIndex((each) => typeof each === 'number');
  const text = group < end ? match[group] : undefined;
  return typeof text === 'string' ? text : '';
}
