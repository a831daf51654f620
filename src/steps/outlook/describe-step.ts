// One step of a run that is only thought through: its writes, rungs, gate or script, and the way back after it.
import { isJsonObject } from '../../lib/json.ts';
import { parseRenderedSpec } from '../../pipeline/step-types/step-types.ts';
import type { StageNode, StepNode, When } from '../../plan/plan.ts';
import type { GateOutlook, StepOutlook } from '../../traffic/outlook.ts';
import type { Policy } from '../../traffic/policy.ts';
import { nextRung } from '../review/next-rung.ts';
import { scheduledTasks } from '../setup/group-document.ts';
import { describeOther, NOTHING } from './describe-other.ts';
import { type DescribedStep, describeSetup } from './describe-setup.ts';
import { describeShift } from './describe-shift.ts';
import type { StageReading } from './reading.ts';
import type { Standing } from './standing.ts';

export interface StepPlace {
  readonly stage: StageNode;
  readonly reading: StageReading | undefined;
  /** Moved on by the step. */
  readonly standing: Standing | undefined;
  readonly policy: Policy;
  readonly label: string | null;
  readonly template: string | null;
}

export function describeStep(step: StepNode, at: StepPlace): StepOutlook {
  return {
    path: step.path,
    name: step.name,
    type: step.type,
    label: at.label,
    template: at.template,
    when: whenOf(step.when),
    timeoutMs: step.timeoutMs,
    ...writesOf(step, at),
    gate: gateOf(step, at),
    script: scriptOf(step),
  };
}

const LATER: DescribedStep = {
  ...NOTHING,
  notes: [
    'what it does is known only when it runs: an expression in it is answered by an earlier step',
  ],
};

function writesOf(step: StepNode, { stage, reading, standing, policy }: StepPlace): DescribedStep {
  const { deployment } = stage;
  if (step.type === 'ElastigroupBGStageSetup') {
    if (reading === undefined || standing === undefined || deployment === undefined) return LATER;
    return describeSetup(reading, standing, deployment, policy);
  }
  if (step.type !== 'ElastigroupBlueGreenTrafficShift') return describeOther(step);
  const parsed = parseRenderedSpec('ElastigroupBlueGreenTrafficShift', step.spec);
  if (parsed.status === 'invalid' || reading === undefined || standing === undefined) return LATER;
  const tasks = scheduledTasks(deployment?.groupDocument ?? {}).length;
  return describeShift({ reading, standing, step, spec: parsed.spec, policy, tasks });
}

function gateOf(step: StepNode, { stage, reading }: StepPlace): GateOutlook | null {
  if (step.type !== 'HarnessApproval') return null;
  const parsed = parseRenderedSpec('HarnessApproval', step.spec);
  if (parsed.status === 'invalid') return null;
  const { approvalMessage, approvers } = parsed.spec;
  return {
    message: approvalMessage,
    userGroups: approvers.userGroups,
    minimumCount: approvers.minimumCount,
    isExecutorAllowed: !approvers.disallowPipelineExecutor,
    disallowed: approvers.disallowedUserEmails,
    rung: reading === undefined ? null : nextRung(stage, step.path, reading.setup),
  };
}

function scriptOf({ type, spec }: StepNode): string | null {
  if (type !== 'ShellScript' && type !== 'CustomApproval') return null;
  const source = spec['source'];
  const inner = isJsonObject(source) ? source['spec'] : undefined;
  const text = isJsonObject(inner) ? inner['script'] : undefined;
  return typeof text === 'string' ? text : null;
}

/** Null for what goes without saying. */
function whenOf(when: When | undefined): string | null {
  if (when === undefined) return null;
  const status = { Success: undefined, Failure: 'after a failure', All: 'always' }[when.status];
  const isGiven = when.condition !== undefined && when.condition !== 'true';
  const parts = [status, isGiven ? `if ${when.condition}` : undefined];
  const words = parts.filter((part) => part !== undefined).join(', ');
  return words === '' ? null : words;
}
