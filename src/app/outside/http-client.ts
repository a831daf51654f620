// Requests of the Http step over fetch: one at a time, bounded in size, and in a rehearsal never off this machine.
import { CloudError } from '../../cloud/cloud-error.ts';
import { networkFailure } from '../../cloud/network-failure.ts';
import type { HttpAnswer, HttpClient, HttpRequest } from '../../steps/outside.ts';
import { isLoopback } from './loopback.ts';
import type { RehearsalAnswer } from './outside-settings.ts';
import { leavesByProxy } from './proxy.ts';

export interface HttpClientOptions {
  readonly isRehearsal: boolean;
  /** What a rehearsal takes for the answers of other machines. */
  readonly answers: readonly RehearsalAnswer[];
}

const BODY_MAX_BYTES = 524_288;
const REDIRECTS_MAX = 5;

export function createHttpClient({ isRehearsal, answers }: HttpClientOptions): HttpClient {
  return {
    async send(request, signal) {
      const url = urlOf(request.url);
      if (!isRehearsal || isLoopback(url.hostname)) {
        return follow(request, url, signal, isRehearsal);
      }
      const given = answers.find((answer) => fits(answer, request));
      if (given === undefined) throw outOfReach(url);
      const insteadOf = `${request.method} ${url.origin} was not sent: a rehearsal reaches nothing but this machine. The answer ${given.code} is the one of penstock.yaml`;
      return { code: given.code, headers: {}, body: given.body, insteadOf };
    },
  };
}

function urlOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol)) return withoutCredentials(url);
  throw new CloudError('invalid', 'BadUrl', 'its URL is none that begins with http:// or https://');
}

/** Fetch takes none, and repeats them in its error. */
function withoutCredentials(url: URL): URL {
  if (url.username === '' && url.password === '') return url;
  throw new CloudError(
    'invalid',
    'CredentialsInUrl',
    'its URL holds a user or a password; send them in a header, from a secret',
  );
}

function fits({ url, method }: RehearsalAnswer, request: HttpRequest): boolean {
  if (method !== undefined && method.toUpperCase() !== request.method) return false;
  const parts = url.split('*');
  const [first = '', ...others] = parts;
  const last = others.pop();
  if (last === undefined) return request.url === url;
  if (!request.url.startsWith(first)) return false;
  let from = first.length;
  for (const part of others) {
    const at = request.url.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return request.url.length - from >= last.length && request.url.endsWith(last);
}

function outOfReach(url: URL): CloudError {
  return new CloudError(
    'invalid',
    'NotLoopback',
    `a rehearsal reaches nothing but this machine, and ${url.host} is elsewhere; give the answer to rehearse with under rehearsal.answers of penstock.yaml, or bind the URL to a server of this machine with --set`,
  );
}

function byProxy(url: URL): CloudError {
  return new CloudError(
    'invalid',
    'Proxy',
    `a rehearsal reaches nothing but this machine, and ${url.host} would be asked for at the proxy of the environment; add ${url.hostname} to NO_PROXY`,
  );
}

/** What only reads follows redirects, as Harness's client does; to another origin it takes no headers along. */
async function follow(
  request: HttpRequest,
  first: URL,
  signal: AbortSignal,
  isRehearsal: boolean,
): Promise<HttpAnswer> {
  let url = first;
  let { headers } = request;
  for (let redirects = 0; ; redirects++) {
    if (isRehearsal && leavesByProxy(url, process.env)) throw byProxy(url);
    const answer = await sendOne({ ...request, headers }, url, signal);
    const target = redirectOf(request, answer, url);
    if (target === undefined || redirects === REDIRECTS_MAX) return answer;
    if (isRehearsal && !isLoopback(target.hostname)) throw outOfReach(target);
    if (target.origin !== url.origin) headers = [];
    url = withoutCredentials(target);
  }
}

function redirectOf({ method }: HttpRequest, answer: HttpAnswer, url: URL): URL | undefined {
  const { location } = answer.headers;
  const isRedirect = [301, 302, 303, 307, 308].includes(answer.code);
  if (!isRedirect || location === undefined || !['GET', 'HEAD'].includes(method)) return undefined;
  const target = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
  return target !== undefined && /^https?:$/.test(target.protocol) ? target : undefined;
}

async function sendOne(
  { method, headers, body }: HttpRequest,
  url: URL,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const hasBody = body !== '' && method !== 'GET' && method !== 'HEAD';
  const call = { name: `${method} ${url.origin}`, writes: true };
  let sent: Headers;
  try {
    sent = new Headers(headers.map(({ key, value }) => [key, value]));
  } catch {
    throw new CloudError('invalid', 'BadHeader', 'one of its headers is none');
  }
  try {
    const response = await fetch(url, {
      method,
      headers: sent,
      redirect: 'manual',
      signal,
      ...(hasBody && { body }),
    });
    const text = await readText(response);
    return { code: response.status, headers: Object.fromEntries(response.headers), body: text };
  } catch (error) {
    throw signal.aborted || error instanceof CloudError ? error : networkFailure(call, error);
  }
}

async function readText(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > BODY_MAX_BYTES) {
      const message = `its answer ${response.status} has more than ${BODY_MAX_BYTES} bytes, the most that is kept`;
      throw new CloudError('unknown-outcome', 'AnswerTooLarge', message);
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
