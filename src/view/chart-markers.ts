// The moments that a chart of green's share names: healthy, rungs, words of people, what the clouds did, the way back, the end.
import type { ExecutionEvent } from '../execution/event.ts';
import type { NodePath, Plan } from '../plan/plan.ts';
import { nodesOf } from '../plan/walk.ts';
import { type Bake, FACT, type Rung, type SpotMove } from '../traffic/facts.ts';
import { stageLabels } from './deploying-stages.ts';

export interface ChartMarker {
  readonly at: number;
  readonly label: string;
}

/** Of more only those of the beginning and the last one. */
const MARKERS_MAX = 200;
const SETUP = 'ElastigroupBGStageSetup';

export function chartMarkers(
  plan: Plan,
  events: readonly ExecutionEvent[],
): readonly ChartMarker[] {
  const setups = new Set<NodePath>();
  for (const node of nodesOf(plan.pipeline)) {
    if (node.kind === 'step' && node.type === SETUP) setups.add(node.path);
  }
  const labelOf = stageLabels(plan);
  const climbed = new Set<string>();
  const markers: ChartMarker[] = [];
  for (const event of events) {
    const label = wordsOf(event, setups, climbed);
    if (label === undefined) continue;
    const stage = 'path' in event && event.path !== undefined ? labelOf(event.path) : undefined;
    markers.push({ at: event.at, label: stage === undefined ? label : `${stage}: ${label}` });
  }
  return markers.length <= MARKERS_MAX
    ? markers
    : [...markers.slice(0, MARKERS_MAX - 1), ...markers.slice(-1)];
}

function wordsOf(
  event: ExecutionEvent,
  setups: ReadonlySet<NodePath>,
  climbed: Set<string>,
): string | undefined {
  switch (event.type) {
    case 'NodeFinished':
      return event.status === 'Success' && setups.has(event.path) ? 'green healthy' : undefined;
    case 'ApprovalDecided':
      return `${event.by} ${event.decision === 'approve' ? 'approved' : 'rejected'}`;
    case 'ChoiceMade':
      return `${event.by} chose ${event.option}`;
    case 'InterventionDecided':
      return `${event.by} decided ${event.action}`;
    case 'MarkFailedRequested':
      return `${event.by} marked it as failed`;
    case 'AbortRequested':
      return `${event.by} aborted`;
    case 'PauseRequested':
      return `paused by ${event.by}`;
    case 'PauseEnded':
      return `${event.by} let it go on`;
    case 'RollbackStarted':
      return 'way back';
    case 'ExecutionFinished':
      return event.end;
    case 'FactRecorded':
      return factWords(event, climbed);
    default:
      return undefined;
  }
}

/** Of each lane the first rung once its weights are written. */
function factWords(
  { path, name, value }: Extract<ExecutionEvent, { type: 'FactRecorded' }>,
  climbed: Set<string>,
): string | undefined {
  if (name === FACT.bake) {
    const { state } = value as unknown as Bake;
    return state === 'watching' ? 'watch of green begins' : `watch of green ${state}`;
  }
  if (name === FACT.spotMove) {
    const { colour, left, came } = value as unknown as SpotMove;
    return left.length === 0
      ? `Spot added ${came.length} to ${colour}`
      : `Spot took ${left.length} from ${colour}`;
  }
  if (name !== FACT.rung) return undefined;
  const { lane, rung, writtenAt } = value as unknown as Rung;
  const key = `${path.split('/steps/')[0]} ${lane}`;
  if (writtenAt === null || climbed.has(key)) return undefined;
  climbed.add(key);
  return `first rung: ${rung}`;
}
