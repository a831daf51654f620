// Talks to one identity provider: where to send a browser, and who it is that came back.
import type { Configuration } from 'openid-client';
import type { OidcProvider } from '../people-settings.ts';
import { OidcRefusal } from './oidc-refusal.ts';
import { type ClaimedPerson, type Claims, isComplete, personOfClaims } from './person-of-claims.ts';

export interface ProviderClient {
  /** Throws `OidcRefusal`. */
  begin(redirectUri: string): Promise<Begun>;
  /** `came` is the whole address that the browser came back to. Throws `OidcRefusal`. */
  finish(came: URL, begun: Omit<Begun, 'location'>): Promise<ClaimedPerson>;
}

export interface Begun {
  readonly location: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

const TIMEOUT_S = 10;
const KEPT_MS = 3_600_000;

/** What a provider says of itself is asked for when the first person comes, and again each hour. */
export function createProviderClient(provider: OidcProvider, now: () => number): ProviderClient {
  let kept: { readonly configuration: Promise<Configuration>; readonly at: number } | undefined;
  const configuration = async (): Promise<Configuration> => {
    if (kept === undefined || now() - kept.at > KEPT_MS) {
      kept = { configuration: discover(provider), at: now() };
    }
    const asked = kept;
    try {
      return await asked.configuration;
    } catch (error) {
      if (kept === asked) kept = undefined;
      throw new OidcRefusal('provider-unreachable', `${provider.issuer}: ${wordsOf(error)}`);
    }
  };
  return {
    async begin(redirectUri) {
      const known = await configuration();
      const client = await import('openid-client');
      const state = client.randomState();
      const nonce = client.randomNonce();
      const verifier = client.randomPKCECodeVerifier();
      const location = client.buildAuthorizationUrl(known, {
        redirect_uri: redirectUri,
        scope: provider.scopes.join(' '),
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      });
      return { location: location.href, state, nonce, verifier };
    },
    async finish(came, begun) {
      const known = await configuration();
      try {
        return await exchange(provider, known, came, begun);
      } catch (error) {
        throw refusalOf(error);
      }
    },
  };
}

async function discover(provider: OidcProvider): Promise<Configuration> {
  const client = await import('openid-client');
  const { issuer, clientId, clientSecret } = provider;
  const isPlain = new URL(issuer).protocol === 'http:';
  const options = {
    timeout: TIMEOUT_S,
    ...(isPlain && { execute: [client.allowInsecureRequests] }),
  };
  const secrecy =
    clientSecret === undefined ? client.None() : client.ClientSecretBasic(clientSecret);
  return client.discovery(new URL(issuer), clientId, {}, secrecy, options);
}

async function exchange(
  provider: OidcProvider,
  configuration: Configuration,
  came: URL,
  { state, nonce, verifier }: Omit<Begun, 'location'>,
): Promise<ClaimedPerson> {
  const client = await import('openid-client');
  const tokens = await client.authorizationCodeGrant(configuration, came, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (claims === undefined) throw new OidcRefusal('not-believed', 'there was no id token');
  let all: Claims = claims;
  const hasUserInfo = configuration.serverMetadata().userinfo_endpoint !== undefined;
  if (hasUserInfo && !isComplete(provider, claims)) {
    const more = await client.fetchUserInfo(configuration, tokens.access_token, claims.sub);
    all = { ...more, ...claims };
  }
  return personOfClaims(provider, claims.sub, all);
}

function refusalOf(error: unknown): OidcRefusal {
  if (error instanceof OidcRefusal) return error;
  const isDenied = error instanceof Error && error.name === 'AuthorizationResponseError';
  const isAway = error instanceof TypeError || hasCode(error, 'OAUTH_TIMEOUT');
  const code = isDenied ? 'provider-refused' : isAway ? 'provider-unreachable' : 'not-believed';
  return new OidcRefusal(code, wordsOf(error));
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** With what lies beneath, such as a refused connection. */
function wordsOf(error: unknown): string {
  const words: string[] = [];
  for (let each = error; each instanceof Error && words.length < 4; each = each.cause) {
    words.push(each.message);
  }
  return words.join(': ') || String(error);
}
