// Everything before the first write: project, plan and clients, with each refusal while nothing has begun.

import { CloudError } from '../cloud/cloud-error.ts';
import type { Clouds } from '../cloud/clouds.ts';
import type { World } from '../execution/event.ts';
import { canonicalJson, isJsonObject, type Json } from '../lib/json.ts';
import type { Diagnostic } from '../pipeline/diagnostic.ts';
import type { Pipeline, StepElement } from '../pipeline/pipeline.ts';
import { stagesOf } from '../pipeline/stages-of.ts';
import { createPlan } from '../plan/create-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { forwardedTo } from '../traffic/actions.ts';
import type { RuleAction } from '../traffic/forward-action.ts';
import { idleAndLive } from '../traffic/live-target-group.ts';
import { checkProject } from './check-project.ts';
import { refusalOf } from './cloud-refusal.ts';
import type { CloudWorld } from './clouds/guarded-endpoint.ts';
import { createClouds } from './clouds.ts';
import { sha256 } from './hash.ts';
import { lintPlan, lintProject, withoutPlaceholders } from './lint-project.ts';
import { type LoadedProject, loadProject, type ProjectRequest } from './load-project.ts';
import { missingSecrets } from './missing-secrets.ts';
import { checkMail } from './outside/check-mail.ts';
import { planRequestOf } from './plan-request-of.ts';
import type { ResolvedPlan } from './planned/values-of.ts';
import { checkClouds, RULE_ADVICE, readAwsWorld, ruleCalled } from './preflight.ts';
import { Refusal } from './refusal.ts';
import { type RunSettings, settingsNow } from './run-settings.ts';
import type { Secrets } from './secrets.ts';
import { secretsOf } from './secrets-of.ts';
import { readSettings } from './settings.ts';
import { clockOf } from './world.ts';

export interface PreparedRun {
  readonly loaded: LoadedProject;
  readonly plan: Plan;
  readonly planHash: string;
  readonly clouds: Clouds;
  readonly secrets: Secrets;
  readonly world: World;
  readonly warnings: readonly Diagnostic[];
  /** As they are now; a run that began before goes on with its own. */
  readonly settings: RunSettings;
  /** Why its target groups are only a guess: it may queue with them, and must be prepared anew to start. */
  readonly undecided?: string;
  /** The hash of the plan that it was checked against. */
  readonly plannedAs?: string;
}

/** With what the plan's texts came from, which is no part of its hash. */
export interface FreshRun extends PreparedRun, ResolvedPlan {}

export interface RunPreparation extends ProjectRequest {
  readonly world: CloudWorld;
  /** While another run moves a rule's traffic, its idle target group cannot be told; who can wait may guess. */
  readonly mayGuess?: boolean;
  readonly adoptUnmanaged?: boolean;
}

const ROUNDS_MAX = 5;

/** Reads only. Throws `Refusal`: `invalid` with all diagnostics, or `unreachable` when a cloud is. */
export async function prepareRun(request: RunPreparation): Promise<FreshRun> {
  const loaded = loadProject(request);
  refuseErrors(loaded.diagnostics);
  refuseErrors(loaded.quoted([...checkProject(loaded), ...checkMail(loaded)]));
  const linted = loaded.quoted(lintFor(request.world, loaded));
  refuseErrors(linted);
  const secrets = secretsOf(loaded, request.world.kind);
  const options = {
    connectors: loaded.project.connectors,
    world: request.world,
    secrets: secrets.read,
  };
  const clouds = createClouds(options);
  const facts: RuleFacts = { loaded, clouds, mayGuess: request.mayGuess ?? false, guesses: [] };
  const { plan, diagnostics, resolved, rulesReadAt } = await planWithFacts(facts, secrets, request);
  const { project } = loaded;
  refuseErrors(loaded.quoted(missingSecrets(plan, resolved, project.secrets, secrets)));
  const ofValues = loaded.quoted(lintPlan(loaded, plan, linted));
  refuseErrors(ofValues);
  const [undecided] = facts.guesses;
  await checkClouds({ plan, loaded, clouds, world: request.world.kind });
  return {
    loaded,
    plan,
    planHash: sha256(canonicalJson(plan as unknown as Json)),
    resolved,
    rulesReadAt,
    clouds,
    secrets,
    world: request.world.kind === 'twin' ? request.world : await readAwsWorld(plan, options),
    warnings: [...loaded.diagnostics, ...linted, ...ofValues, ...loaded.quoted(diagnostics)].filter(
      isWarning,
    ),
    settings: settingsNow(plan, readSettings(loaded.folder), request.adoptUnmanaged),
    ...(undecided !== undefined && { undecided }),
  };
}

function lintFor(world: CloudWorld, loaded: LoadedProject): readonly Diagnostic[] {
  const found = lintProject(loaded);
  return world.kind === 'aws' ? withoutPlaceholders(found) : found;
}

interface RuleFacts {
  readonly loaded: LoadedProject;
  readonly clouds: Clouds;
  readonly mayGuess: boolean;
  /** Why an answer was guessed, as often as one was. */
  readonly guesses: string[];
}

interface PlannedWithFacts extends Pick<FreshRun, 'plan' | 'resolved' | 'rulesReadAt'> {
  readonly diagnostics: readonly Diagnostic[];
}

async function planWithFacts(
  facts: RuleFacts,
  secrets: Secrets,
  { world }: RunPreparation,
): Promise<PlannedWithFacts> {
  const { loaded } = facts;
  const rules: Record<string, { idleTargetGroupArn: string; liveTargetGroupArn: string }> = {};
  const rulesReadAt = new Map<string, number>();
  const { runnerLabels } = readSettings(loaded.folder);
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const known = { rules, secrets: secrets.address };
    const made = createPlan(
      planRequestOf(loaded, runnerLabels ? { ...known, runnerLabels } : known),
    );
    refuseErrors(loaded.quoted(made.diagnostics));
    if (made.needs.length === 0 && made.plan !== undefined) {
      const { plan, diagnostics, resolved } = made;
      return { plan, diagnostics, resolved, rulesReadAt };
    }
    const clock = await clockOf(world);
    for (const need of made.needs) {
      rulesReadAt.set(need.ruleArn, clock.now());
      rules[need.ruleArn] = await readIdleAndLive(need.ruleArn, facts);
    }
  }
  throw new Refusal(
    'invalid',
    'The expressions that ask the load balancer never come to an end: one answer keeps asking for the next. Bind the target groups with --set.',
  );
}

function isWarning({ severity }: Diagnostic): boolean {
  return severity === 'warning';
}

function refuseErrors(diagnostics: readonly Diagnostic[]): void {
  const errors = diagnostics.filter((each) => each.severity === 'error');
  if (errors.length === 0) return;
  const count = `${errors.length} problem${errors.length === 1 ? '' : 's'}`;
  throw new Refusal('invalid', `The pipeline cannot run: ${count}. Nothing was started.`, {
    diagnostics,
  });
}

async function readIdleAndLive(
  ruleArn: string,
  { loaded, clouds, mayGuess, guesses }: RuleFacts,
): Promise<{ idleTargetGroupArn: string; liveTargetGroupArn: string }> {
  const connectorRef = awsConnectorOf(loaded);
  const region = ruleArn.split(':')[3] ?? '';
  const read = async (): Promise<readonly RuleAction[]> => {
    const [rule] = await clouds.loadBalancers(connectorRef, region).rulesByArn([ruleArn]);
    return rule?.actions ?? [];
  };
  const actions = await read().catch((cause: unknown) => {
    if (!(cause instanceof CloudError)) throw cause;
    const advice = cause.kind === 'not-found' ? RULE_ADVICE : undefined;
    throw refusalOf(cause, ruleCalled(ruleArn, loaded), advice);
  });
  const answer = idleAndLive(actions);
  if (answer.status === 'known') return answer;
  const [live, idle] = forwardedTo(actions) ?? [];
  if (mayGuess && live !== undefined && idle !== undefined) {
    guesses.push(answer.reason);
    return { idleTargetGroupArn: idle.targetGroupArn, liveTargetGroupArn: live.targetGroupArn };
  }
  throw new Refusal(
    'invalid',
    `The idle target group of ${ruleArn} cannot be told: ${answer.reason}. Bind the target groups with --set, or put the rule in order first.`,
  );
}

function awsConnectorOf(loaded: LoadedProject): string {
  const wanted = loaded.project.pipelines.filter(
    (each) => loaded.pipeline === undefined || each.identifier === loaded.pipeline,
  );
  for (const reference of wanted.flatMap(connectorsOf)) return reference;
  throw new Refusal(
    'invalid',
    'An expression asks the load balancer, but no ElastigroupBGStageSetup step names a connectedCloudProvider to ask with.',
  );
}

function connectorsOf(pipeline: Pipeline): readonly string[] {
  const inSteps = (elements: readonly StepElement[]): readonly string[] =>
    elements.flatMap((element) => {
      if (element.kind !== 'step') return inSteps(element.steps);
      const provider = element.spec['connectedCloudProvider'];
      const spec = isJsonObject(provider) ? provider['spec'] : undefined;
      const reference = isJsonObject(spec) ? spec['connectorRef'] : undefined;
      return typeof reference === 'string' ? [reference] : [];
    });
  return stagesOf(pipeline).flatMap((stage) => inSteps(stage.steps));
}
