// The settings by which a run acts: frozen when it begins, like its plan, whatever the file says later.
import type { ExecutionEvent } from '../execution/event.ts';
import { formatDuration } from '../lib/duration.ts';
import { canonicalJson, type Json, type JsonObject } from '../lib/json.ts';
import type { Plan } from '../plan/plan.ts';
import { nodesOf } from '../plan/walk.ts';
import { DEFAULT_POLICY, type Policy } from '../traffic/policy.ts';
import type { Settings } from './settings.ts';

export interface RunSettings {
  readonly adoptUnmanaged: boolean;
  /** By the environments of the plan; those without settings have the defaults. */
  readonly policies: Readonly<Record<string, Policy>>;
}

/** As they are now for this plan. */
export function settingsNow(
  plan: Plan,
  settings: Pick<Settings, 'policy'>,
  adoptUnmanaged = false,
): RunSettings {
  const environments = environmentsOf(plan);
  return {
    adoptUnmanaged,
    policies: Object.fromEntries(environments.map((name) => [name, settings.policy(name)])),
  };
}

/** As the journal holds them. */
export function settingsJson(settings: RunSettings): JsonObject {
  return JSON.parse(JSON.stringify(settings)) as JsonObject;
}

/** Those it began with; a journal that holds none is gone on with as they are now. */
export function settingsThen(events: readonly ExecutionEvent[], now: RunSettings): RunSettings {
  const [started] = events;
  const frozen = started?.type === 'ExecutionStarted' ? started.settings : undefined;
  if (frozen === undefined) return now;
  const { adoptUnmanaged, policies } = frozen as unknown as RunSettings;
  const whole = Object.entries(policies).map(([name, policy]) => [
    name,
    { ...DEFAULT_POLICY, ...policy },
  ]);
  return { adoptUnmanaged, policies: Object.fromEntries(whole) };
}

export function policyOf({ policies }: RunSettings, environment: string): Policy {
  return policies[environment] ?? DEFAULT_POLICY;
}

/** What is otherwise now, one line each. */
export function settingsChanges(then: RunSettings, now: RunSettings): readonly string[] {
  return Object.keys(now.policies).flatMap((environment) => {
    const was = policyOf(then, environment);
    const is = policyOf(now, environment);
    return POLICY_FIELDS.filter((field) => wordOf(field, was) !== wordOf(field, is)).map(
      (field) =>
        `${nameOf(field)} of ${environment} was ${wordOf(field, was)} and is ${wordOf(field, is)}`,
    );
  });
}

type Field = keyof Policy;

const POLICY_FIELDS = Object.keys(DEFAULT_POLICY) as readonly Field[];

/** As penstock.yaml calls it. */
function nameOf(field: Field): string {
  return field.replace(/Ms$/, '');
}

function wordOf(field: Field, policy: Policy): string {
  const value = policy[field];
  if (value === undefined) return 'not set';
  if (field.endsWith('Ms')) return formatDuration(value as number);
  return typeof value === 'string' ? value : canonicalJson(value as unknown as Json);
}

function environmentsOf(plan: Plan): readonly string[] {
  const names = [...nodesOf(plan.pipeline)].flatMap((node) =>
    node.kind === 'stage' && node.deployment !== undefined
      ? [node.deployment.environment.identifier]
      : [],
  );
  return [...new Set(names)];
}
