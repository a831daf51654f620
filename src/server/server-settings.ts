// The server's settings file, `penstock-server.yaml`: what is too long for flags, with secrets by reference only.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { Refusal } from '../app/refusal.ts';
import type { OidcProvider } from './people/people-settings.ts';
import { readProviders } from './people/read-people-settings.ts';

export interface ServerSettings {
  readonly oidc: readonly OidcProvider[];
  /** Addresses of proxies whose word on where a request came from is taken. */
  readonly trustedProxies: readonly string[];
}

export const NO_SERVER_SETTINGS: ServerSettings = { oidc: [], trustedProxies: [] };

const PROXIES_MAX = 50;
const schema = z.strictObject({
  oidc: z.unknown().default([]),
  trustedProxies: z
    .array(z.union([z.ipv4(), z.ipv6()], { message: 'a proxy is named by its IP address' }))
    .max(PROXIES_MAX)
    .default([]),
});

/** Throws `Refusal` when the file cannot be read or says what is not understood: nothing starts on a guess. */
export function readServerSettings(
  file: string,
  environment: Readonly<Record<string, string | undefined>>,
): ServerSettings {
  const read = schema.safeParse(parsed(file) ?? {});
  if (!read.success) {
    const why = z.prettifyError(read.error).replaceAll('\n', ' ');
    throw new Refusal('usage', `${file} is not understood: ${why}. Nothing was started.`);
  }
  const { oidc, trustedProxies } = read.data;
  return { oidc: readProviders(oidc, { file, environment }), trustedProxies };
}

function parsed(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'), { maxAliasCount: 100 });
  } catch (error) {
    throw new Refusal(
      'usage',
      `The server's settings cannot be read from ${file}: ${String(error)}. Nothing was started.`,
      { cause: error },
    );
  }
}
