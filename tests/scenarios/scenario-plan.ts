// From a scenario's project to its plan: the product's own language and planning, asking the twin for what they need.

import { loadProject } from '../../src/app/load-project.ts';
import { createSecrets, type Secrets } from '../../src/app/secrets.ts';
import type { Clouds } from '../../src/cloud/clouds.ts';
import { isJsonObject, type Json, type JsonObject } from '../../src/lib/json.ts';
import { formatDiagnostic } from '../../src/pipeline/format-diagnostic.ts';
import { createPlan, type PlanFacts } from '../../src/plan/create-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { Resolved } from '../../src/plan/resolved-values.ts';
import { idleAndLive } from '../../src/traffic/live-target-group.ts';
import type { Scenario } from './scenario.ts';
import { merged } from './scenario-world.ts';

export interface PlannedScenario {
  readonly plan: Plan;
  readonly resolved: Resolved;
  readonly secrets: Secrets;
}

const ROUNDS_MAX = 5;

export async function planScenario(
  scenario: Pick<Scenario, 'pipelineFile' | 'projectFolder' | 'bindings'>,
  clouds: Clouds,
): Promise<PlannedScenario> {
  const { pipelineFile, projectFolder: folder, bindings } = scenario;
  const loaded = loadProject({ pipelineFile, folder, bindings });
  refuseErrors(loaded.diagnostics);
  const { project, bound, pipeline } = loaded;
  const secrets = createSecrets(project.secrets, folder, {});
  const rules: Record<string, PlanFacts['rules'][string]> = {};
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const facts = { rules, secrets: secrets.address };
    const chosen = pipeline === undefined ? {} : { pipeline };
    const made = createPlan({ project, bound, facts, ...chosen });
    refuseErrors(made.diagnostics);
    const { plan, resolved } = made;
    if (plan !== undefined) return { plan, resolved, secrets };
    for (const { ruleArn } of made.needs) rules[ruleArn] = await readRule(clouds, ruleArn);
  }
  throw new Error('planning asks for one rule after the other');
}

/** The same with changes to what each stage deploys. */
export function withDocument(
  planned: PlannedScenario,
  changes: JsonObject | undefined,
): PlannedScenario {
  if (changes === undefined) return planned;
  const changed = (node: Json): Json => {
    if (Array.isArray(node)) return node.map(changed);
    if (!isJsonObject(node)) return node;
    return Object.fromEntries(
      Object.entries(node).map(([name, value]): [string, Json] => {
        if (name === 'groupDocument') return [name, merged(value, changes)];
        return [name, changed(value as Json)];
      }),
    );
  };
  return { ...planned, plan: changed(planned.plan as unknown as Json) as unknown as Plan };
}

function refuseErrors(diagnostics: readonly Parameters<typeof formatDiagnostic>[0][]): void {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(formatDiagnostic).join('\n'));
}

async function readRule(clouds: Clouds, ruleArn: string): Promise<PlanFacts['rules'][string]> {
  const region = ruleArn.split(':')[3] ?? '';
  const [rule] = await clouds.loadBalancers('aws', region).rulesByArn([ruleArn]);
  const answer = idleAndLive(rule?.actions ?? []);
  if (answer.status !== 'known') throw new Error(answer.reason);
  return answer;
}
