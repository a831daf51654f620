// Reads what the server's settings file says of people: identity providers with their secrets by reference.
import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { roleSchema } from '../../api/routes/sessions.ts';
import { Refusal } from '../../app/refusal.ts';
import { isLoopback } from './loopback.ts';
import type { OidcProvider } from './people-settings.ts';

const PROVIDERS_MAX = 10;
const MAPPED_MAX = 500;
const text = z.string().min(1).max(200);

const issuer = z.url().refine(
  (url) => {
    const { protocol, hostname } = new URL(url);
    const isHere = hostname === 'localhost' || isLoopback(hostname.replace(/^\[|\]$/g, ''));
    return protocol === 'https:' || (protocol === 'http:' && isHere);
  },
  { message: 'an issuer is reached over https; http is for this machine only' },
);

const secretSchema = z.union([
  z.strictObject({ env: text }),
  z.strictObject({ file: z.string().min(1).max(1_000) }),
]);

const providerSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower-case letters, digits and dashes'),
  name: text,
  issuer,
  clientId: text,
  clientSecret: secretSchema.optional(),
  scopes: z.array(text).max(30).default(['openid', 'profile', 'email']),
  groupsClaim: text.default('groups'),
  groupsPrefix: z.string().max(50).default(''),
  userClaim: text.default('email'),
  owners: z.array(text).max(MAPPED_MAX).default([]),
  roles: z
    .array(
      z.strictObject({
        group: text,
        role: roleSchema,
        projects: z.array(text).max(500).optional(),
      }),
    )
    .max(MAPPED_MAX)
    .default([]),
});

const providersSchema = z.array(providerSchema).max(PROVIDERS_MAX);

type WrittenProvider = z.output<typeof providerSchema>;

export interface SettingsPlace {
  /** References to files are relative to its folder. */
  readonly file: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * `written` is the part `oidc` of the settings file. Throws `Refusal`: a server that people cannot sign
 * in to must not start as if they could.
 */
export function readProviders(written: unknown, place: SettingsPlace): readonly OidcProvider[] {
  const read = providersSchema.safeParse(written);
  if (!read.success) {
    throw refusal(place, `oidc is wrong: ${z.prettifyError(read.error).replaceAll('\n', ' ')}`);
  }
  refuseTwice(read.data, place, 'id');
  refuseTwice(read.data, place, 'issuer');
  return read.data.map((provider) => ({
    ...provider,
    scopes: provider.scopes.includes('openid') ? provider.scopes : ['openid', ...provider.scopes],
    clientSecret: secretOf(provider, place),
    roles: provider.roles.map(({ group, role, projects }) => ({ group, role, projects })),
  }));
}

function secretOf({ id, clientSecret }: WrittenProvider, place: SettingsPlace): string | undefined {
  if (clientSecret === undefined) return undefined;
  const where = `the client secret of the identity provider ${id}`;
  if ('env' in clientSecret) {
    const value = place.environment[clientSecret.env];
    if (value !== undefined && value !== '') return value;
    throw refusal(
      place,
      `${where} is in the environment variable ${clientSecret.env}, which is not set`,
    );
  }
  const { file } = clientSecret;
  const path = isAbsolute(file) ? file : join(dirname(place.file), file);
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw refusal(place, `${where} is in the file ${path}, which cannot be read: ${String(error)}`);
  }
}

function refuseTwice(
  written: readonly WrittenProvider[],
  place: SettingsPlace,
  field: 'id' | 'issuer',
): void {
  const seen = new Set<string>();
  for (const { [field]: value } of written) {
    if (seen.has(value)) throw refusal(place, `two identity providers have the ${field} ${value}`);
    seen.add(value);
  }
}

function refusal({ file }: SettingsPlace, why: string): Refusal {
  return new Refusal('usage', `${file}: ${why}. Nothing was started.`);
}
