// An identity provider on loopback: the real `oidc-provider`, with accounts of a test and a form that asks for a name alone.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type AccountClaims, type Configuration } from 'oidc-provider';

export interface IdentityProvider {
  readonly issuer: string;
  /** By the name that is typed into the form; may be changed between sign-ins. */
  readonly accounts: Map<string, Account>;
  /** What clients asked the authorization endpoint for. */
  readonly asked: readonly URLSearchParams[];
  close(): Promise<void>;
}

/** The claims of a person; `sub` stays when the others change. */
export interface Account {
  readonly sub: string;
  readonly [claim: string]: unknown;
}

export const CLIENT = {
  id: 'penstock',
  secret: 'the-secret-of-the-client-at-the-provider',
} as const;

/** Waits with its settings until they are known: the client's address is, only when it listens. */
export async function startIdentityProvider(
  port: number,
  redirectUri: string,
  more: Configuration = {},
): Promise<IdentityProvider> {
  const accounts = new Map<string, Account>();
  const asked: URLSearchParams[] = [];
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = withoutWarnings(
    () => new Provider(issuer, configuration(accounts, redirectUri, more)),
  );
  const answer = provider.callback();
  server.on('request', (request, response) => {
    const url = new URL(request.url ?? '', issuer);
    if (url.pathname === '/auth') asked.push(url.searchParams);
    if (url.pathname.startsWith('/interaction/')) {
      void interact(provider, accounts, request, response);
      return;
    }
    void answer(request, response);
  });
  return { issuer, accounts, asked, close: () => closed(server) };
}

/** A port that nothing listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await closed(server);
  return port;
}

/** It says each time that its keys and its memory are for tests: they are. */
function withoutWarnings(make: () => Provider): Provider {
  const { warn } = console;
  Object.assign(console, { warn: () => undefined });
  try {
    return make();
  } finally {
    Object.assign(console, { warn });
  }
}

function configuration(
  accounts: ReadonlyMap<string, Account>,
  redirectUri: string,
  more: Configuration,
): Configuration {
  return {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    pkce: { required: () => true },
    scopes: ['openid', 'email', 'profile', 'groups'],
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      profile: ['name', 'preferred_username'],
      groups: ['groups'],
    },
    cookies: { keys: ['only for tests'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      IdToken: 600,
      Session: 600,
      Grant: 600,
      Interaction: 600,
    },
    findAccount: (_, sub) => {
      const found = [...accounts.values()].find((account) => account.sub === sub);
      if (found === undefined) return undefined;
      return { accountId: sub, claims: async () => found as AccountClaims };
    },
    // Whoever signs in has agreed: consent is not what is tested.
    loadExistingGrant: async (context) => {
      const { client, session, provider } = context.oidc;
      if (client === undefined || session?.accountId === undefined) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid email profile groups');
      await grant.save();
      return grant;
    },
    ...more,
  };
}

async function interact(
  provider: Provider,
  accounts: ReadonlyMap<string, Account>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      '<!doctype html><html lang="en"><title>Identity provider</title><form method="post"><label>Name <input name="login"></label><button>Sign in</button></form></html>',
    );
    return;
  }
  let body = '';
  for await (const chunk of request) body += String(chunk);
  const account = accounts.get(new URLSearchParams(body).get('login') ?? '');
  const outcome =
    account === undefined
      ? { error: 'access_denied', error_description: 'the person turned back' }
      : { login: { accountId: account.sub } };
  await provider.interactionFinished(request, response, outcome);
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
