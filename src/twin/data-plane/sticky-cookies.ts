// The load balancer's own cookies: AWSALBTG keeps a client with a target group, AWSALB and AWSALBAPP-0 with a target.
import { Buffer } from 'node:buffer';

/** The first two come each with a twin for requests of other sites. */
export type StickyCookie = 'AWSALBTG' | 'AWSALB' | 'AWSALBAPP-0';

const OTHER_SITES = 'CORS';
const LONGEST_VALUE = 2_048;

/** What the cookie of a request names, unless it is out of date or not of this load balancer's making. */
export function stickyChoice(
  cookies: string | undefined,
  name: StickyCookie,
  now: number,
): string | undefined {
  for (const pair of cookies?.split(';') ?? []) {
    const [key, value = ''] = pair.trim().split('=', 2);
    if (key !== name && key !== name + OTHER_SITES) continue;
    const choice = readValue(value);
    if (choice !== undefined && choice.expiresAt > now) return choice.names;
  }
  return undefined;
}

/** The Set-Cookie values that keep a client for `stickyMs` from now. */
export function stickyCookies(
  name: StickyCookie,
  names: string,
  now: number,
  stickyMs: number,
): readonly string[] {
  const expiresAt = now + stickyMs;
  const value = Buffer.from(JSON.stringify([names, expiresAt])).toString('base64url');
  const rest = `${value}; Expires=${new Date(expiresAt).toUTCString()}; Path=/`;
  if (name === 'AWSALBAPP-0') return [`${name}=${rest}`];
  return [`${name}=${rest}`, `${name}${OTHER_SITES}=${rest}; SameSite=None; Secure`];
}

/** Whether a request has a cookie of this name, whatever its value. */
export function hasCookie(cookies: string | undefined, name: string): boolean {
  return cookies?.split(';').some((pair) => pair.trim().startsWith(`${name}=`)) ?? false;
}

function readValue(
  value: string,
): { readonly names: string; readonly expiresAt: number } | undefined {
  if (value === '' || value.length > LONGEST_VALUE) return undefined;
  try {
    const read: unknown = JSON.parse(Buffer.from(value, 'base64url').toString());
    if (!Array.isArray(read)) return undefined;
    const [names, expiresAt] = read as unknown[];
    return typeof names === 'string' && typeof expiresAt === 'number'
      ? { names, expiresAt }
      : undefined;
  } catch {
    return undefined;
  }
}
