// Secrets of a project: values are read at the last moment, from the environment or a file, and never journalled.
import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Secret } from '../pipeline/pipeline.ts';

export interface Secrets {
  /** The value, or undefined when the project has no such secret or its reference leads nowhere. */
  read(identifier: string): string | undefined;
  /**
   * The text of a secret that is no secret: the address of a load balancer, listener, rule or target
   * group, or an expression. Undefined for all others.
   */
  address(identifier: string): string | undefined;
  /** The values that were read so far, but for addresses: what must not be shown. */
  hidden(): readonly string[];
}

const ADDRESS =
  /^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:\d+:(loadbalancer|listener|listener-rule|targetgroup)\//;

export function createSecrets(
  secrets: readonly Secret[],
  folder: string,
  environment: NodeJS.ProcessEnv,
): Secrets {
  const byIdentifier = new Map(secrets.map((secret) => [secret.identifier, secret]));
  const hidden = new Set<string>();
  const find = (identifier: string): string | undefined => {
    const secret = byIdentifier.get(identifier.replace(/^(account|org)\./, ''));
    if (secret === undefined) return undefined;
    return secret.valueType === 'Inline'
      ? secret.value
      : dereference(secret.value, folder, environment);
  };
  return {
    read(identifier) {
      const value = find(identifier);
      if (value !== undefined && value !== '' && !ADDRESS.test(value)) hidden.add(value);
      return value;
    },
    hidden: () => [...hidden],
    address(identifier) {
      const text = find(identifier);
      return text !== undefined && (ADDRESS.test(text) || text.includes('<+')) ? text : undefined;
    },
  };
}

/** A reference is the name of an environment variable, or `file:PATH` relative to the project folder. */
function dereference(
  reference: string,
  folder: string,
  environment: NodeJS.ProcessEnv,
): string | undefined {
  if (!reference.startsWith('file:')) return environment[reference];
  const path = reference.slice('file:'.length);
  try {
    return readFileSync(isAbsolute(path) ? path : join(folder, path), 'utf8').trimEnd();
  } catch {
    return undefined;
  }
}
