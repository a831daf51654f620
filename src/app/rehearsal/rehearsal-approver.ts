// The approver of a rehearsal without people: says yes at every gate, as "rehearsal", and so says the journal.
import type { ExecutionEvent } from '../../execution/event.ts';
import type { GivenInputs } from '../../execution/judge-inputs.ts';
import type { AskedInput } from '../../plan/asked-input.ts';
import type { Plan } from '../../plan/plan.ts';
import { FACT, type Rung, type Setup } from '../../traffic/facts.ts';
import { plannedRungs } from '../../view/ladder.ts';
import { decideGate } from '../decide-gate.ts';
import type { Engine } from '../engine.ts';
import { giveInputs } from '../give-inputs.ts';
import { Refusal } from '../refusal.ts';
import { readSettings } from '../settings.ts';
import type { Rehearsal } from './rehearsal.ts';
import { rehearsalAnswers } from './rehearsal-answers.ts';

const LOOK_EVERY_MS = 50;
const UNHEALTHY_WITHIN_MS = 60_000;

export interface ApproverRequest {
  readonly engine: Engine;
  readonly execution: string;
  readonly rehearsal: Rehearsal;
  readonly folder: string;
  readonly approves: boolean;
  /** After the rung of this step was proven, green's health checks fail; see `failurePoint`. */
  readonly failAfter: string | undefined;
  onError(error: unknown): void;
}

/** Give it every batch of new events. */
export function createApprover(
  request: ApproverRequest,
): (events: readonly ExecutionEvent[]) => void {
  const { failAfter } = request;
  let green: string | undefined;
  let isSick: Promise<void> = Promise.resolve();
  return (events) => {
    for (const event of events) {
      if (event.type === 'FactRecorded' && event.name === FACT.setup) {
        green = (event.value as unknown as Setup).green?.id ?? green;
      }
      if (green !== undefined && failAfter !== undefined && isProven(event, failAfter)) {
        isSick = makeSick(request.rehearsal, green);
        isSick.catch(request.onError);
      }
      if (event.type === 'ApprovalOpened' && request.approves) {
        const { path, approval } = event;
        const inputs = (): GivenInputs => rehearsalAnswers(approval.inputs ?? [], path);
        isSick.then(() => approve(request, path, inputs())).catch(request.onError);
      }
      if (event.type === 'WaitOpened' && event.wait.ends.kind === 'inputs' && request.approves) {
        give(request, event.path, event.wait.ends.asked).catch(request.onError);
      }
    }
  };
}

/** The path of the step with which the rung is proven. Throws `Refusal` for a rung the plan does not have. */
export function failurePoint(plan: Plan, failAt: string | undefined): string | undefined {
  if (failAt === undefined) return undefined;
  const rungs = plannedRungs(plan);
  const found = rungs.find((rung) => `${rung.lane}-${rung.weight}` === failAt);
  if (found !== undefined) return found.shifts.at(-1)?.path;
  const names = rungs.map((rung) => `${rung.lane}-${rung.weight}`);
  throw new Refusal('usage', `There is no rung "${failAt}". The ladder has ${names.join(', ')}.`);
}

function isProven(event: ExecutionEvent, path: string): boolean {
  if (event.type !== 'FactRecorded' || event.name !== FACT.rung || event.path !== path)
    return false;
  return (event.value as unknown as Rung).state === 'proven';
}

/** Resolves when the load balancer has seen it too, so that whoever approves next does so on sick instances. */
async function makeSick(rehearsal: Rehearsal, groupId: string): Promise<void> {
  await rehearsal.failHealth(groupId);
  const until = performance.now() + UNHEALTHY_WITHIN_MS;
  while (performance.now() < until) {
    const { groups, targetGroups } = await rehearsal.world();
    const instances = new Set(
      groups.find((group) => group.id === groupId)?.instances.map((each) => each.id),
    );
    const targets = targetGroups
      .flatMap((group) => group.targets)
      .filter((target) => instances.has(target.id));
    if (targets.every((target) => target.state !== 'healthy')) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

async function give(
  { engine, execution }: ApproverRequest,
  step: string,
  asked: readonly AskedInput[],
): Promise<void> {
  const values = rehearsalAnswers(asked, step);
  const actor = { name: 'rehearsal', groups: [] };
  await giveInputs(engine, execution, { step, values, actor, comment: NOBODY });
}

const NOBODY = 'nobody is watching this rehearsal';

async function approve(request: ApproverRequest, path: string, inputs: GivenInputs): Promise<void> {
  await decideGate(
    request.engine,
    request.execution,
    { decision: 'approve', path, comment: NOBODY, by: 'rehearsal', inputs },
    readSettings(request.folder),
  );
}
