// Cookies as this server sets them: out of reach of scripts, for this host alone, and over TLS where it is reached so.
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Cookies } from '../handler.ts';
import type { Env } from './shell.ts';

export function cookiesOf(context: Context<Env>, publicUrl: string | undefined): Cookies {
  const flags = {
    httpOnly: true,
    sameSite: 'Lax',
    path: '/',
    secure: publicUrl?.startsWith('https:') === true,
  } as const;
  return {
    get: (name) => getCookie(context, name),
    set: (name, value, maxAgeMs) =>
      setCookie(context, name, value, { ...flags, maxAge: Math.floor(maxAgeMs / 1_000) }),
    end: (name) => setCookie(context, name, '', { ...flags, maxAge: 0 }),
  };
}
