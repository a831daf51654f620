// A browser's memory for tests: keeps the cookies that a server sets, sends them back, and does not follow redirects by itself.
import { type Client, createClient } from '../../src/api/client.ts';

export interface CookieJar {
  readonly client: Client;
  readonly fetch: typeof fetch;
  /** What is kept, by host and name. */
  readonly cookies: Map<string, string>;
  /** The last `Set-Cookie` lines as they came. */
  readonly lines: readonly string[];
}

/** Cookies are kept by host and port, so that one jar can visit two servers on loopback. */
export function createCookieJar(baseUrl: string): CookieJar {
  const cookies = new Map<string, string>();
  const lines: string[] = [];
  const send: typeof fetch = async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const headers = new Headers(init.headers);
    const own = [...cookies].filter(([key]) => key.startsWith(`${url.host} `));
    const pairs = own.map(([key, value]) => `${key.slice(url.host.length + 1)}=${value}`);
    if (pairs.length > 0) headers.set('cookie', pairs.join('; '));
    const answer = await fetch(url, { redirect: 'manual', ...init, headers });
    const set = answer.headers.getSetCookie();
    if (set.length > 0) lines.splice(0, lines.length, ...set);
    for (const line of set) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      const isEnded = value === '' || /max-age=0|expires=Thu, 01 Jan 1970/i.test(line);
      if (isEnded) cookies.delete(`${url.host} ${name}`);
      else cookies.set(`${url.host} ${name}`, value);
    }
    return answer;
  };
  return { client: createClient({ baseUrl, fetch: send }), fetch: send, cookies, lines };
}
