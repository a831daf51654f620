// Whether an answer of the twin stands in its cloud's own envelope, and what is wrong with it otherwise.
import type { Answer } from '../../src/twin/http/answer.ts';
import { decodeCbor } from '../../src/twin/http/cbor-decode.ts';

/** Undefined when it is as the cloud would have it. */
export function envelopeProblem(pathname: string, answer: Answer): string | undefined {
  if (typeof answer === 'string') return 'the connection broke';
  const { status, headers, body: sent } = answer;
  const body = typeof sent === 'string' ? sent : JSON.stringify(decodeCbor(sent));
  if (status >= 500 || status < 200) return `status ${status}: ${body.slice(0, 300)}`;
  for (const [name, value] of Object.entries(headers)) {
    if (/[^\x20-\x7e]/.test(value)) return `header ${name} cannot be sent`;
  }
  if (headers['content-type'] === 'text/xml') return xmlProblem(status, body);
  const json = JSON.parse(body) as Record<string, Record<string, unknown>>;
  if (pathname.startsWith('/_twin/')) return undefined;
  if (pathname.startsWith('/aws/')) return spotProblem(status, json);
  if (status === 200) return json['MetricDataResults'] === undefined ? 'no results' : undefined;
  const { __type: type, message } = json as Record<string, unknown>;
  return typeof type === 'string' && typeof message === 'string' ? undefined : 'no type or message';
}

function spotProblem(
  status: number,
  json: Record<string, Record<string, unknown>>,
): string | undefined {
  const { request, response } = json;
  if (request?.['id'] === undefined) return 'no request id';
  const told = response?.['status'] as { readonly code: number } | undefined;
  if (told?.code !== status) return `the envelope tells ${told?.code}, the status ${status}`;
  if (status === 200) return undefined;
  return response?.['errors'] === undefined && response?.['data'] === undefined
    ? 'no errors'
    : undefined;
}

function xmlProblem(status: number, body: string): string | undefined {
  const problem = malformed(body);
  if (problem !== undefined) return `${problem}: ${body.slice(0, 300)}`;
  if (status === 200) return /^<\w+Response /.test(body) ? undefined : 'no answer';
  const isError = /^<(ErrorResponse|Response)\b/.test(body) && /<Code>[\w.]+<\/Code>/.test(body);
  return isError ? undefined : `no error: ${body.slice(0, 300)}`;
}

/** XML of elements, attributes and escaped text, which is all that these protocols have. */
function malformed(xml: string): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(xml))
    return 'unwritable character';
  const open: string[] = [];
  let at = 0;
  for (const match of xml.matchAll(/<(\/?)([A-Za-z_][\w.-]*)(?: xmlns="[^"<]*")?>/g)) {
    if (/[<>]|&(?!(?:amp|lt|gt|quot|#13);)/.test(xml.slice(at, match.index))) return 'raw text';
    at = match.index + match[0].length;
    if (match[1] === '') open.push(match[2] ?? '');
    else if (open.pop() !== match[2]) return `</${match[2]}> closes nothing`;
  }
  return open.length === 0 && at === xml.length ? undefined : 'cut short';
}
