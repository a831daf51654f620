// CustomApproval: runs its script, judges what it put out, and waits until the next time; between two runs nothing is done.
import { judgeOwn } from '../execution/own-names.ts';
import type { StepContext, StepResult } from '../execution/step.ts';
import { formatDuration } from '../lib/duration.ts';
import type { JsonObject } from '../lib/json.ts';
import type { Criteria, CustomApprovalSpec } from '../pipeline/step-types/custom-approval.ts';
import { failure, MOVES_NONE } from './common/failure.ts';
import { textOfScript } from './common/script-text.ts';

/** What a run of the script came to. Key: which run. */
const POLL = 'custom-approval-poll';

export async function askScript(
  spec: CustomApprovalSpec,
  context: StepContext,
): Promise<StepResult> {
  const polls = context
    .facts(POLL)
    .filter(({ path, attempt }) => path === context.path && attempt === context.attempt);
  const last = polls.at(-1);
  if (last !== undefined) {
    await context.wait({
      name: `before run ${polls.length + 1}`,
      status: 'ApprovalWaiting',
      says: `its script to approve or reject; the next look is ${formatDuration(spec.retryInterval)} after the last`,
      ends: { kind: 'time', at: last.at + spec.retryInterval },
    });
  }
  const { says, verdict, outputVariables } = await poll(spec, context, polls.length + 1);
  if (verdict === 'approved') return { status: 'succeeded', output: { outputVariables } };
  if (verdict === 'rejected') throw rejected(says);
  context.log(`Not decided: ${says}.`);
  await context.fact(POLL, String(polls.length + 1), { says });
  return askScript(spec, context);
}

interface Poll {
  readonly verdict: 'approved' | 'rejected' | 'open';
  /** What was found, as half a sentence. */
  readonly says: string;
  readonly outputVariables: JsonObject;
}

/** A script that failed says nothing: the next run may say more. */
async function poll(spec: CustomApprovalSpec, context: StepContext, number: number): Promise<Poll> {
  const result = await context.script({
    name: `run ${number}`,
    limitMs: spec.scriptTimeout,
    shell: spec.shell,
    text: textOfScript(spec.source),
    environment: Object.fromEntries(
      spec.environmentVariables.map(({ name, value }) => [name, value]),
    ),
    outputs: spec.outputVariables.map(({ value }) => value),
  });
  if (result.status === 'timed-out') {
    return open(`the script took longer than ${formatDuration(spec.scriptTimeout)}`);
  }
  if (result.status === 'lost') return open('how the script ended is not known');
  if (result.exitCode !== 0) return open(`the script ended with exit code ${result.exitCode}`);
  const outputVariables = Object.fromEntries(
    spec.outputVariables.map(({ name, value }) => [name, result.outputs[value] ?? '']),
  );
  const says = cut(context.mask(shown(outputVariables)));
  const { rejectionCriteria, approvalCriteria } = spec;
  if (rejectionCriteria !== undefined && holds(rejectionCriteria, outputVariables)) {
    return { verdict: 'rejected', says, outputVariables };
  }
  const verdict = holds(approvalCriteria, outputVariables) ? 'approved' : 'open';
  return { verdict, says, outputVariables };
}

function open(says: string): Poll {
  return { verdict: 'open', says, outputVariables: {} };
}

function shown(outputs: JsonObject): string {
  const parts = Object.entries(outputs).map(([name, value]) => `${name} is "${String(value)}"`);
  return parts.length === 0 ? 'the script put nothing out' : parts.join(', ');
}

const LONGEST = 200;

/** It is journalled at every look. */
function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function holds(criteria: Criteria, outputs: JsonObject): boolean {
  if (criteria.type === 'KeyValues') {
    const { conditions, matchAnyCondition } = criteria.spec;
    const fits = conditions.map(({ key, operator, value }) =>
      fitsCondition(String(outputs[key] ?? ''), operator, value),
    );
    return matchAnyCondition ? fits.includes(true) : fits.length > 0 && !fits.includes(false);
  }
  const { expression } = criteria.spec;
  if (expression.trim() === '') return false;
  const judged = judgeOwn(expression, { output: outputs });
  if (judged.status === 'value') return judged.value === true;
  throw failure('Unknown', {
    what: 'The criteria of the approval cannot be judged',
    why: judged.message,
    todo: 'Correct the expression; <+output.NAME> is an output variable of the script',
    traffic: MOVES_NONE,
  });
}

function fitsCondition(found: string, operator: string, value: string): boolean {
  const listed = value.split(',').map((each) => each.trim());
  switch (operator) {
    case 'equals':
      return found === value;
    case 'not equals':
      return found !== value;
    case 'in':
      return listed.includes(found);
    default:
      return !listed.includes(found);
  }
}

function rejected(says: string): Error {
  return failure('ApprovalRejection', {
    what: 'The script rejected it',
    why: says,
    todo: 'Look at what it asks, and start the pipeline again once it approves',
    traffic: MOVES_NONE,
  });
}
