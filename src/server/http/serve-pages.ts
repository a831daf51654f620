// Serves the pages: files by their path, the application for every other address of it, and the headers that keep browsers safe.
import type { Context } from 'hono';
import { ProblemError } from '../problem-error.ts';
import { rawPathOf } from './address.ts';
import { answer, setHeader } from './answer.ts';
import type { Page, Pages } from './pages.ts';
import { unbuiltPage } from './pages.ts';
import type { Env } from './shell.ts';

/** Of every answer. Scripts and styles come from this server alone, and nothing frames it. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

export function servePages(pages: Pages | undefined): (context: Context<Env>) => Response {
  const unbuilt = unbuiltPage();
  return (context) => {
    context.set('route', 'page');
    if (context.req.method !== 'GET' && context.req.method !== 'HEAD') {
      setHeader(context, 'allow', 'GET, HEAD');
      throw new ProblemError('wrong-method', 'A page is only read. Nothing was changed.');
    }
    const path = rawPathOf(context.env.incoming.url) ?? '/';
    const file = pages?.files.get(path);
    if (file !== undefined) return answerPage(context, file);
    if (pages !== undefined && /^\/assets\/|\.\w+$/.test(path)) {
      throw new ProblemError(
        'not-found',
        'There is no such file. When the server is newer than the page, load the page anew.',
      );
    }
    return answerPage(context, pages?.index ?? unbuilt);
  };
}

function answerPage(context: Context<Env>, page: Page): Response {
  const { headers } = context.env.incoming;
  setHeader(context, 'etag', page.etag);
  setHeader(context, 'vary', 'accept-encoding');
  setHeader(
    context,
    'cache-control',
    page.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
  );
  if (headers['if-none-match'] === page.etag) return answer(context, { status: 304 });
  const accepted = String(headers['accept-encoding'] ?? '')
    .split(',')
    .map((each) => each.trim().split(';')[0]);
  if (page.brotli !== undefined && accepted.includes('br')) {
    setHeader(context, 'content-encoding', 'br');
    return answer(context, { status: 200, type: page.type, body: page.brotli });
  }
  if (page.gzip !== undefined && accepted.includes('gzip')) {
    setHeader(context, 'content-encoding', 'gzip');
    return answer(context, { status: 200, type: page.type, body: page.gzip });
  }
  return answer(context, { status: 200, type: page.type, body: page.plain });
}
