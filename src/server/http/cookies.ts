// Cookies as this server sets them: out of reach of scripts, for this host alone, and over TLS where it is reached so.
import type { Context } from 'hono';
import { parse, serialize } from 'hono/utils/cookie';
import type { Cookies } from '../handler.ts';
import type { Env } from './shell.ts';

export function cookiesOf(context: Context<Env>, publicUrl: string | undefined): Cookies {
  const secure = publicUrl?.startsWith('https:') === true;
  const flags = { httpOnly: true, sameSite: 'Lax', path: '/', secure } as const;
  // By this beginning browsers take it from this host over TLS alone, not from a neighbour of its domain.
  const full = (name: string): string => (secure ? `__Host-${name}` : name);
  const { incoming, outgoing } = context.env;
  const add = (name: string, value: string, maxAge: number): void => {
    outgoing.appendHeader('set-cookie', serialize(full(name), value, { ...flags, maxAge }));
  };
  return {
    get: (name) => parse(incoming.headers.cookie ?? '', full(name))[full(name)],
    set: (name, value, maxAgeMs) => add(name, value, Math.floor(maxAgeMs / 1_000)),
    end: (name) => add(name, '', 0),
  };
}
