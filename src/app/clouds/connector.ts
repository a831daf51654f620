// What Aws and Spot connectors have in common: being found, checked and given their secrets.
import type { z } from 'zod';
import { CloudError } from '../../cloud/cloud-error.ts';
import type { Connector } from '../../pipeline/pipeline.ts';

/** A secret's value by its identifier; undefined when there is none. */
export type Secrets = (identifier: string) => string | undefined;

export function findConnector(
  connectors: readonly Connector[],
  reference: string,
  type: 'Aws' | 'Spot',
): Connector {
  const identifier = withoutScope(reference);
  const found = connectors.find((connector) => connector.identifier === identifier);
  if (found === undefined) {
    const known = connectors.map((connector) => connector.identifier).join(', ') || 'none';
    throw invalid('UnknownConnector', `There is no connector ${reference}; there are: ${known}`);
  }
  if (found.type === type) return found;
  throw invalid(
    'WrongConnectorType',
    `Connector ${reference} is of type ${found.type}; one of type ${type} is needed`,
  );
}

export function readSpec<Spec>(connector: Connector, schema: z.ZodType<Spec>): Spec {
  const parsed = schema.safeParse(connector.spec);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = ['spec', ...(issue?.path ?? [])].join('.');
  throw invalid(
    'InvalidConnector',
    `Connector ${connector.identifier}: ${path}: ${issue?.message ?? 'is not as it should be'}`,
  );
}

export function secretOf(connector: Connector, secrets: Secrets, reference: string): string {
  const value = secretIfThere(secrets, reference);
  if (value !== undefined) return value;
  throw invalid(
    'SecretMissing',
    `Connector ${connector.identifier} needs the secret ${reference}, which has no value`,
  );
}

/** Harness writes `account.x` and `org.x` for secrets of a wider scope; here there is one scope. */
export function secretIfThere(secrets: Secrets, reference: string): string | undefined {
  return secrets(reference) ?? secrets(withoutScope(reference));
}

export function invalid(code: string, message: string): CloudError {
  return new CloudError('invalid', code, message);
}

function withoutScope(reference: string): string {
  return reference.replace(/^(account|org)\./, '');
}
