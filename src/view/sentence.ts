// The first line of every view: one sentence a tired person can act on.

import type { EndState } from '../execution/event.ts';
import { unreachable } from '../lib/assert.ts';
import { formatDuration } from '../lib/duration.ts';
import { followUpEnd } from './follow-up.ts';
import type { AbortView, FailureView, ResolvedView, RunView } from './run-view.ts';

/** What stands where, and what is waited for. */
export function sentence(view: RunView): string {
  const paused = pausedWords(view);
  return paused === undefined ? going(view) : `${paused} ${going(view)}`;
}

function pausedWords({ paused }: RunView): string | undefined {
  if (paused === undefined) return undefined;
  const comment = paused.comment === undefined ? '' : `: "${paused.comment}"`;
  return `Paused by ${paused.by} since ${timeOfDay(paused.at)}${comment}.`;
}

function timeOfDay(at: number): string {
  return `${new Date(at).toISOString().slice(11, 19)} UTC`;
}

function going(view: RunView): string {
  if (view.end !== undefined) return endSentence(view.end, view);
  if (view.isRollingBack) return `Rolling back: ${whyBack(view)} ${standing(view)}`;
  if (view.abort !== undefined) return `${aborted(view.abort, view)} ${standing(view)}`;
  const choice = view.choices[0];
  if (choice !== undefined) {
    const answers = choice.options.map(({ id }) => id).join(', ');
    if (choice.kind === 'choice') {
      return `${asLeft(view)} ${choice.name} asks a person to choose: ${answers}.`;
    }
    return `${standing(view)} ${choice.name} broke and waits for a person's word: ${answers}.`;
  }
  const gate = view.gates[0];
  if (gate !== undefined) {
    const what = gate.rung === undefined ? gate.name : `${gate.rung.replace('-', ' to ')} %`;
    const missing = gate.needed - gate.given;
    const waiting = `Waiting for ${missing} approval${missing === 1 ? '' : 's'} of ${what}.`;
    if (gate.trouble === undefined) return `${standing(view)} ${waiting}`;
    return `${asLeft(view)} ${waiting} Not well meanwhile: ${gate.trouble.says}.`;
  }
  const asking = view.waits.find(({ asks }) => asks.length > 0);
  if (asking !== undefined) return `${standing(view)} ${asking.name} waits for ${asking.says}.`;
  if (view.running.length > 0) return `${standing(view)} Now: ${listed(view.running)}.`;
  const wait = view.waits[0];
  return wait === undefined
    ? standing(view)
    : `${standing(view)} ${wait.name} waits for ${wait.says}.`;
}

const MOST_RUNNING = 3;

function listed(running: RunView['running']): string {
  const more = running.length - MOST_RUNNING;
  const names = running.slice(0, MOST_RUNNING).map(({ name }) => name);
  return `${names.join(' and ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Why nothing moves, or undefined when something does. */
export function whyWaiting(view: RunView): string | undefined {
  const choice = view.choices[0];
  if (choice !== undefined) {
    const left = formatDuration(Math.max(0, choice.expiresAt - view.now));
    const asks = choice.kind === 'choice' ? 'asks a person to choose' : "waits for a person's word";
    return `${choice.name} ${asks}, and nothing moves until then. With no answer within ${left}, ${choice.otherwise}.`;
  }
  const gate = view.gates[0];
  if (view.end !== undefined) return undefined;
  if (gate === undefined) return waitWords(view) ?? pauseWaits(view);
  const left = formatDuration(Math.max(0, gate.expiresAt - view.now));
  return `${gate.message} ${gate.given} of ${gate.needed} approved; open to ${gate.userGroups.join(', ')}; no answer within ${left} counts as expired.`;
}

function pauseWaits({ paused, running }: RunView): string | undefined {
  if (paused === undefined || running.length > 0) return undefined;
  return `${paused.by} has paused the run: nothing new begins until somebody lets it go on. A way back is not held.`;
}

function waitWords({ waits, running, now }: RunView): string | undefined {
  const [wait] = waits;
  if (wait === undefined || running.length > 0) return undefined;
  const left = formatDuration(Math.max(0, (wait.endsAt ?? wait.deadlineAt) - now));
  const until = wait.endsAt === undefined ? `its time is over in ${left}` : `it goes on in ${left}`;
  return `${wait.name} waits for ${wait.says}; ${until}.`;
}

/** Where the prod rule stands. */
export function standing(view: RunView): string {
  const where = new Set(view.shares.map(({ share }) => share.percent));
  if (where.size > 1) {
    const each = view.shares.map(({ stage, share }) => `${standsOn(share)} in ${stage}`);
    return `Prod stands ${each.join(', ')}.`;
  }
  return `Prod stands ${standsOn(view.greenShare)}.`;
}

function standsOn(share: RunView['greenShare']): string {
  if (share === undefined || share.percent === 0) return 'on blue';
  return share.percent === 100 ? 'on green' : `at ${percent(share.percent)} % green`;
}

/** What is asked or told now may be that somebody else has moved it since. */
function asLeft(view: RunView): string {
  const [first = '', ...rest] = standing(view);
  return `As this run left it, ${first.toLowerCase()}${rest.join('')}`;
}

function aborted({ by, restore }: AbortView, view: RunView): string {
  if (view.followUp !== undefined) return `${by} aborted the run before it began.`;
  return `${by} aborted the run${restore ? ', and everything goes back' : ', to be left as it is'}.`;
}

function whyBack(view: RunView): string {
  if (view.abort?.isCause) return `${view.abort.by} aborted the run.`;
  return view.failure === undefined ? 'the run is being stopped.' : whatBroke(view.failure);
}

function whatBroke({ name, how }: FailureView): string {
  switch (how) {
    case 'failed':
      return `${name} failed.`;
    case 'rejected':
      return `${name} was rejected.`;
    case 'expired':
      return `${name} was over its time.`;
    default:
      return unreachable(how);
  }
}

function endSentence(end: EndState, view: RunView): string {
  const followed = view.followUp && followUpEnd(end, view.followUp, standing(view));
  if (followed !== undefined) return followed;
  switch (end) {
    case 'Success':
      return success(view);
    case 'RolledBack':
      return view.adopted.length === 0
        ? 'RolledBack. All traffic is on blue, exactly as before the run.'
        : `RolledBack. All traffic is on blue, as before the run but for what was adopted from another hand on the rule ${view.adopted.join(', ')}.`;
    case 'Failed':
    case 'Rejected':
    case 'Expired':
    case 'Aborted':
      return `${end}. Nothing had been touched; prod stands on blue.`;
    case 'Dirty':
      return dirty(view);
    default:
      return unreachable(end);
  }
}

/** A failure strategy may go on over a shift that was never proven: then nobody has swapped names. */
function success(view: RunView): string {
  const share = view.greenShare;
  if (share === undefined || share.percent === 0) return 'Success.';
  if (!share.isProven) {
    return `Success by the failure strategies alone: the last shift of prod was not proven. ${standing(view)}`;
  }
  const isAll = view.shares.every(({ share: { percent: each } }) => each === share.percent);
  return share.percent === 100 && isAll
    ? 'Success. All traffic is on green, which has the prod name now; blue stays warm.'
    : `Success. ${standing(view)}`;
}

function dirty(view: RunView): string {
  const { abort, leftovers, resolved } = view;
  if (resolved !== undefined) return dealtWith(resolved);
  const isLeft = abort !== undefined && !abort.restore && abort.isCause;
  const why = isLeft ? ` ${abort.by} aborted the run and left it as it is. ${standing(view)}` : '';
  return leftovers.length === 1
    ? `Dirty.${why} 1 thing is left for you; it is named below.`
    : `Dirty.${why} ${leftovers.length} things are left for you; they are named below.`;
}

function dealtWith({ by, stillThere }: ResolvedView): string {
  const left = stillThere.length;
  if (left === 0) return `Dirty, and resolved by ${by}: nothing is left.`;
  return `Dirty, and resolved by ${by}, who left ${left} thing${left === 1 ? '' : 's'} as ${left === 1 ? 'it was' : 'they were'}.`;
}

/** One decimal where there is one: `24.9`, `50`. */
export function percent(value: number): string {
  return String(Math.round(value * 10) / 10);
}
