// A story for people: what the seed has drawn, and what of a run's events is worth a line.
import type { ExecutionEvent } from '../../../src/execution/event.ts';
import { FACT, type Restored, type Rung } from '../../../src/traffic/facts.ts';
import type { StageStory, Story } from './story.ts';

/** Undefined for events that tell nothing by themselves. */
export function lineOf(event: ExecutionEvent): string | undefined {
  switch (event.type) {
    case 'ApprovalOpened':
      return `${event.path} waits for ${event.approval.minimumCount}`;
    case 'ApprovalDecided':
      return `${event.by} says ${event.decision} at ${event.path}`;
    case 'ChoiceOpened':
      return `${event.path} asks: ${event.choice.name}`;
    case 'ChoiceMade':
      return `${event.by} chooses ${event.option} at ${event.path}`;
    case 'GateWatched':
      return `${event.path} is ${event.isWell ? 'well' : 'not well'}`;
    case 'RollbackStarted':
      return `${event.path} goes back (${event.cause})`;
    case 'AbortRequested':
      return `${event.by} aborts, ${event.restore ? 'to be restored' : 'to be left'}`;
    case 'EffectIntended':
      return `intends ${event.effect}`;
    case 'EffectConfirmed':
      return event.via === 'response'
        ? undefined
        : `${event.effect}: ${event.outcome} (${event.via})`;
    case 'AttemptFinished':
      return event.result.status === 'failed'
        ? `${event.path} failed: ${event.result.failure.message}`
        : undefined;
    case 'FactRecorded':
      return lineOfFact(event.name, event.value);
    case 'ExecutionFinished':
      return `ends ${event.end}${event.leftovers.map(({ what }) => `; ${what}`).join('')}`;
    default:
      return undefined;
  }
}

function lineOfFact(name: string, value: unknown): string | undefined {
  if (name === FACT.rung) {
    const { rung, state, proof } = value as Rung;
    return state === 'settling'
      ? undefined
      : `${rung} ${state}${proof === null ? '' : ` (${proof})`}`;
  }
  if (name !== FACT.restored) return undefined;
  const { label, outcome } = value as Restored;
  return `${label} is ${outcome}`;
}

/** What a story is made of, in a few lines. */
function storyInWords({
  owners,
  shops,
  runs,
  mishaps,
  acts,
  followUps,
  resolvedAfterMs,
}: Story): readonly string[] {
  const site = ({ sites, size, before }: Story['shops'][number], index: number): string =>
    `shop${index} behind ${sites} load balancer${sites > 1 ? 's' : ''}, ${size} instance${size > 1 ? 's' : ''}, before: ${before}`;
  return [
    `${owners} machine${owners > 1 ? 's' : ''}; ${shops.map(site).join('; ')}`,
    ...runs.map(
      ({ afterMs, stages, isParallel }, index) =>
        `run ${index + 1} after ${afterMs} ms: ${stages.map(stageInWords).join(isParallel ? ', beside ' : ', then ')}`,
    ),
    ...followUps.map(
      ({ run, kind, scaleUp, afterMs }, index) =>
        `run ${runs.length + index + 1}: ${kind} of run ${run + 1} ${afterMs} ms after its end${scaleUp ? ', scaled up' : ''}`,
    ),
    ...(resolvedAfterMs === undefined
      ? []
      : [`a Dirty run is resolved after ${resolvedAfterMs} ms`]),
    ...mishaps.map(
      ({ at, what, which, forMs }) => `at moment ${at}: ${what} (${which}, ${forMs} ms)`,
    ),
    ...acts.map(({ run, opening, does }) => `at opening ${opening + 1} of run ${run + 1}: ${does}`),
  ];
}

function stageInWords({
  shop,
  stageRungs,
  isSideBySide,
  prodRungs,
  approvals,
  isAskedFirst,
  script,
}: StageStory): string {
  const gates = approvals === 0 ? '' : `, ${approvals} to agree before each rung`;
  const asked = isAskedFirst ? ', asked first' : '';
  const both = isSideBySide ? ' on both' : '';
  const look = script === 'none' ? '' : `, a script that ${script}`;
  return `shop${shop}: stage ${stageRungs.join('–') || 'none'}${both}, prod ${prodRungs.join('–')}${gates}${asked}${look}`;
}

/** A failing story as people read it: what it is made of, what happened, and what did not hold. */
export function failureInWords(
  story: Story,
  lines: readonly string[],
  violations: readonly { readonly rule: string; readonly text: string }[],
): string {
  const happened = lines.map((line, index) => `${String(index + 1).padStart(4)}. ${line}`);
  const broken = violations.map(({ rule, text }) => `      violated: ${rule}: ${text}`);
  return [`seed ${story.seed}`, ...storyInWords(story), ...happened, ...broken].join('\n');
}
