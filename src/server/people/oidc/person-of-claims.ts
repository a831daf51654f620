// Who a person is by the claims of an identity provider: their lasting subject, name here, email and groups.
import { createHash } from 'node:crypto';
import type { OidcProvider } from '../people-settings.ts';
import { isReservedName } from '../user-name.ts';

export interface ClaimedPerson {
  /** Issuer and subject: stays when names change. */
  readonly subject: string;
  /** The user's name here, when it is their first time. */
  readonly user: string;
  readonly name: string;
  /** Only one that the provider has verified: approvals may name people by it. */
  readonly email: string | undefined;
  readonly groups: readonly string[];
}

export type Claims = Readonly<Record<string, unknown>>;

const USER = /^[a-z0-9][a-z0-9._@+-]{0,99}$/;
const TEXT_MAX = 200;
const EMAIL_MAX = 300;
const GROUPS_MAX = 1_000;
const HASH_LENGTH = 12;

export function personOfClaims(provider: OidcProvider, sub: string, claims: Claims): ClaimedPerson {
  const subject = `${provider.issuer} ${sub}`;
  const email = claims['email_verified'] === true ? textOf(claims['email'], EMAIL_MAX) : undefined;
  const wanted = provider.userClaim === 'email' ? email : textOf(claims[provider.userClaim]);
  const user = wanted?.toLowerCase() ?? '';
  const isUsable = USER.test(user) && !isReservedName(user);
  return {
    subject,
    user: isUsable ? user : lastingName(provider, subject),
    name: textOf(claims['name']) ?? textOf(claims['preferred_username']) ?? email ?? user,
    email,
    groups: groupsOf(provider, claims),
  };
}

/** Whether all is there that the provider's settings ask for; else its user info may have it. */
export function isComplete(provider: OidcProvider, claims: Claims): boolean {
  const wanted = [provider.userClaim, 'name'].every((claim) => claims[claim] !== undefined);
  return wanted && claimAt(provider.groupsClaim, claims) !== undefined;
}

function lastingName(provider: OidcProvider, subject: string): string {
  const hash = createHash('sha256').update(subject).digest('hex').slice(0, HASH_LENGTH);
  return `${provider.id}.${hash}`;
}

function groupsOf(provider: OidcProvider, claims: Claims): readonly string[] {
  const found = claimAt(provider.groupsClaim, claims);
  const all: readonly unknown[] = Array.isArray(found) ? found : [found];
  const groups = all.flatMap((group) => textOf(group) ?? []);
  return [...new Set(groups)]
    .slice(0, GROUPS_MAX)
    .map((group) => `${provider.groupsPrefix}${group}`);
}

/** Some providers nest it, such as `realm_access.roles`; a name with dots of its own comes first. */
function claimAt(path: string, claims: Claims): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  let found: unknown = claims;
  for (const name of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name))
      return undefined;
    found = (found as Claims)[name];
  }
  return found;
}

function textOf(value: unknown, max: number = TEXT_MAX): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= max ? value : undefined;
}
