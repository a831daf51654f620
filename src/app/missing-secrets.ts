// Secrets that steps of a plan ask for and that nobody could read: named before the run, not in the middle of it.
import type { Diagnostic } from '../pipeline/diagnostic.ts';
import type { Secret } from '../pipeline/pipeline.ts';
import type { Plan } from '../plan/plan.ts';
import type { Resolved } from '../plan/resolved-values.ts';
import { nodesOf } from '../plan/walk.ts';
import type { Secrets } from './secrets.ts';

/** Each once, at the first text that asks for it; what can never run needs none. */
export function missingSecrets(
  plan: Plan,
  resolved: Resolved,
  declared: readonly Secret[],
  secrets: Secrets,
): readonly Diagnostic[] {
  const never = [...nodesOf(plan.pipeline)]
    .filter(({ when }) => when?.condition === 'false')
    .map(({ path }) => path);
  const found = new Map<string, Diagnostic>();
  for (const { path, origins, position } of resolved.values) {
    if (never.some((each) => isWithin(path, each))) continue;
    for (const origin of origins) {
      if (origin.kind !== 'secret' || found.has(origin.identifier)) continue;
      if (secrets.read(origin.identifier) !== undefined) continue;
      const secret = declared.find(({ identifier }) => identifier === origin.identifier);
      found.set(origin.identifier, diagnosticOf(origin.identifier, secret, position));
    }
  }
  return [...found.values()];
}

function isWithin(path: string, outer: string): boolean {
  return path.startsWith(outer) && /^($|[/[])/.test(path.slice(outer.length));
}

function diagnosticOf(
  identifier: string,
  secret: Secret | undefined,
  position: Diagnostic['position'],
): Diagnostic {
  const reference = secret?.value ?? '';
  const [where, advice] = reference.startsWith('file:')
    ? [`the file ${reference.slice('file:'.length)} cannot be read`, 'Write that file']
    : [`the environment variable ${reference} is not set`, 'Set it'];
  return {
    code: 'missing-settings',
    severity: 'error',
    message: `The secret "${identifier}" has no value here: ${where}.`,
    hint: `${advice}, or give the value: --input secrets.${identifier}=…`,
    position,
  };
}
