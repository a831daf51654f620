// One line per event worth reading: its kind and what happened, in the words of the field.
import type { ExecutionEvent } from '../execution/event.ts';
import { isJsonObject, type Json } from '../lib/json.ts';
import {
  type Bake,
  type BeforeImage,
  FACT,
  type Notice,
  type Restored,
  type Rung,
  type SpotMove,
} from '../traffic/facts.ts';
import { percent } from './sentence.ts';

export interface JournalLine {
  readonly at: number;
  readonly kind: string;
  readonly text: string;
}

/**
 * Undefined for events that only matter to the engine. `name` gives a node's name for its path,
 * `stageOf` what people call the stage it lies in, where that must be said.
 */
export function journalLine(
  event: ExecutionEvent,
  name: (path: string) => string,
  stageOf: (path: string) => string | undefined = () => undefined,
): JournalLine | undefined {
  const line = (kind: string, text: string): JournalLine => ({ at: event.at, kind, text });
  switch (event.type) {
    case 'ExecutionStarted':
      return line('start', startWords(event));
    case 'AttemptStarted':
      return line(
        'step',
        event.attempt === 1 ? name(event.path) : `${name(event.path)}, attempt ${event.attempt}`,
      );
    case 'EffectConfirmed':
      return line(
        'write',
        `${name(event.path)}: ${shortArns(event.effect)}${via(event.outcome, event.via)}`,
      );
    case 'FactRecorded':
      return factLine(event, stageOf(event.path), line);
    case 'ApprovalOpened':
      return line(
        'wait',
        `${name(event.path)}: needs ${event.approval.minimumCount} of ${event.approval.userGroups.join(', ')}`,
      );
    case 'GateWatched':
      return line('watch', `${name(event.path)}: ${event.says}`);
    case 'ChoiceOpened':
      return line(
        'ask',
        `${name(event.path)}: ${event.choice.question} (${event.choice.options.map(({ id }) => id).join(', ')})`,
      );
    case 'WaitOpened':
    case 'WaitWatched':
      return line('wait', `${name(event.path)}: waits for ${waitedFor(event)}`);
    case 'InterventionOpened':
      return line('ask', `${name(event.path)} waits for a person's word`);
    case 'GroupRetried':
      return line('step', `${groupName(event.path)} begins anew, round ${event.round}`);
    case 'AttemptFinished':
      return finishLine(event, name, line);
    case 'RollbackStarted':
      return line('back', `the way back${inStage(stageOf(event.path))} begins (${event.cause})`);
    case 'ExecutionFinished':
      return line('end', event.end);
    default:
      return peopleLine(event, name, line);
  }
}

function startWords({
  pipeline,
  startedBy,
  world,
  plannedAs,
}: Extract<ExecutionEvent, { type: 'ExecutionStarted' }>): string {
  const planned = plannedAs === undefined ? '' : `, as planned in ${plannedAs.slice(0, 12)}`;
  return `${pipeline}, started by ${startedBy}, on ${world.kind}${planned}`;
}

function waitedFor(event: Extract<ExecutionEvent, { type: 'WaitOpened' | 'WaitWatched' }>): string {
  return event.type === 'WaitOpened' ? event.wait.says : event.says;
}

function saying({ comment }: { readonly comment?: string }): string {
  return comment === undefined ? '' : `: "${comment}"`;
}

function peopleLine(
  event: ExecutionEvent,
  name: (path: string) => string,
  line: Line,
): JournalLine | undefined {
  switch (event.type) {
    case 'ApprovalDecided':
      return line(
        'people',
        `${event.by} ${event.decision === 'approve' ? 'approved' : 'rejected'} ${name(event.path)}${saying(event)}`,
      );
    case 'ChoiceMade':
      return line(
        'people',
        `${event.by} chose ${event.option} for ${name(event.path)}${saying(event)}`,
      );
    case 'InterventionDecided':
      return line(
        'people',
        `${event.by} decided ${event.action} for ${name(event.path)}${said(event.comment)}`,
      );
    case 'MarkFailedRequested': {
      const what = event.path === undefined ? 'everything that runs' : name(event.path);
      return line('people', `${event.by} marked ${what} as failed${said(event.comment)}`);
    }
    case 'InputGiven':
      return line(
        'people',
        `${event.by} gave ${Object.keys(event.values).join(', ')} for ${name(event.path)}${saying(event)}`,
      );
    case 'PauseRequested':
      return line('people', `${event.by} paused the run${saying(event)}`);
    case 'PauseEnded':
      return line('people', `${event.by} let the run go on${saying(event)}`);
    case 'AbortRequested':
      return line(
        'people',
        `${event.by} aborted the run${event.restore ? ', to be restored' : ', left as it is'}${saying(event)}`,
      );
    case 'ExecutionResolved':
      return line(
        'people',
        `${event.by} resolved the run${event.stillThere.length === 0 ? '' : `, with ${event.stillThere.length} not seen to be gone`}${saying(event)}`,
      );
    default:
      return undefined;
  }
}

/** As its author calls it; names are for steps. */
function groupName(path: string): string {
  return `step group ${path.slice(path.lastIndexOf('/') + 1)}`;
}

function said(comment: string | undefined): string {
  return comment === undefined ? '' : `: "${comment}"`;
}

/** ARNs are for machines: people get the name of a target group and the end of a rule's id. */
function shortArns(text: string): string {
  return text.replace(/arn:aws[\w-]*:elasticloadbalancing:\S+/g, (arn) => {
    const [kind = '', ...parts] = arn.split(':').slice(5).join(':').split('/');
    if (kind === 'targetgroup') return parts[0] ?? arn;
    return `${kind} …${(parts.at(-1) ?? '').slice(-6)}`;
  });
}

type Line = (kind: string, text: string) => JournalLine;

function via(outcome: string, how: string): string {
  if (outcome === 'not-applied') return ' (not done)';
  return how === 'read-back' ? ' (the answer was lost; read back: it is done)' : '';
}

function finishLine(
  event: Extract<ExecutionEvent, { type: 'AttemptFinished' }>,
  name: (path: string) => string,
  line: Line,
): JournalLine | undefined {
  const { result } = event;
  if (result.status === 'succeeded') return undefined;
  if (result.status === 'failed')
    return line('failed', `${name(event.path)}: ${result.failure.message}`);
  const missing = result.status === 'expired' ? result.missing : undefined;
  const why = missing === undefined ? '' : `: it still waited for ${missing}`;
  return line(result.status, `${name(event.path)}${why}`);
}

function inStage(stage: string | undefined): string {
  return stage === undefined ? '' : ` of ${stage}`;
}

function factLine(
  { name, value }: { readonly name: string; readonly value: Json },
  stage: string | undefined,
  line: Line,
): JournalLine | undefined {
  if (!isJsonObject(value)) return undefined;
  if (name === FACT.beforeImage) {
    const image = value as unknown as BeforeImage;
    return line('image', `before image of the ${image.label} rule${inStage(stage)} journalled`);
  }
  if (name === FACT.adoptedImage) {
    const { label } = value as unknown as BeforeImage;
    return line(
      'image',
      `the ${label} rule of the other hand is adopted; the way back keeps it with the weights of before`,
    );
  }
  if (name === FACT.spotMove) return line('spot', moveText(value as unknown as SpotMove));
  if (name === FACT.notice) return line('notice', (value as unknown as Notice).text);
  if (name === FACT.rung) return rungLine(value as unknown as Rung, stage, line);
  if (name === FACT.bake) {
    const bake = value as unknown as Bake;
    const what = bake.reason ?? bake.state;
    return line('bake', stage === undefined ? what : `${stage}: ${what}`);
  }
  if (name === FACT.restored) {
    const restored = value as unknown as Restored;
    const proof =
      restored.beforeHash === restored.afterHash
        ? `${restored.beforeHash.slice(0, 8)} = ${restored.afterHash.slice(0, 8)}`
        : 'differs from its before image';
    return line('back', `${restored.label}${inStage(stage)}: ${restored.outcome}, ${proof}`);
  }
  return undefined;
}

function moveText({ colour, left, came, why }: SpotMove): string {
  const parts = [
    ...(left.length === 0 ? [] : [`${left.join(', ')} left`]),
    ...(came.length === 0 ? [] : [`${came.join(', ')} came`]),
  ];
  const reason = why.length === 0 ? '' : ` (Spot says: ${why.join(' ')})`;
  return `${colour}: ${parts.join(', ')}${reason}`;
}

function rungLine(rung: Rung, stage: string | undefined, line: Line): JournalLine | undefined {
  const rule = rung.label === rung.lane ? '' : ` (${rung.label})`;
  const where = `${rung.rung}${inStage(stage)}${rule}`;
  if (rung.state === 'writing') return line('rung', `${where}: writing ${rung.set} %`);
  if (rung.state === 'settling')
    return line('aws', `${where}: AWS says ${rung.reported ?? '?'} %, settling`);
  if (rung.state === 'failed') return line('failed', `${where}: ${rung.reason ?? 'not proven'}`);
  const seen =
    rung.observed === null
      ? (rung.reason ?? 'nothing observed')
      : `observed ${percent(rung.observed)} % of ${rung.requests ?? 0} requests`;
  return line('proof', `${where}: ${rung.proof ?? 'settled'}, ${seen}`);
}
