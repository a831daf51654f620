// Which of Harness's notification events an event of the journal is, with what a receiver is told.
import type { z } from 'zod';
import type { notificationEvent } from '../../api/routes/webhooks.ts';
import type { ExecutionEvent } from '../../execution/event.ts';
import type { PlanNode } from '../../plan/plan.ts';
import { nodesOf } from '../../plan/walk.ts';
import { buildRunView } from '../../view/build-run-view.ts';
import { sentence } from '../../view/sentence.ts';
import type { Grown } from '../journal-tail.ts';

export type NotificationEvent = z.infer<typeof notificationEvent>;

/** The body of a delivery, as JSON. Everything in it is from the journal, where no secret stands. */
export interface Notification {
  readonly event: NotificationEvent;
  readonly run: string;
  readonly pipeline: string;
  /** The place of the event in the journal: with the run it names this notification for ever. */
  readonly seq: number;
  /** Milliseconds since 1970, on the run's clock. */
  readonly at: number;
  readonly world: 'twin' | 'aws';
  /** `Running`, or the named end state. */
  readonly status: string;
  /** Where traffic stands, and what is waited for. */
  readonly sentence: string;
  readonly startedBy: string;
  /** The stage or step that it is about; null for the whole run. */
  readonly node: { readonly path: string; readonly name: string; readonly kind: string } | null;
  /** What a person is asked, or why it ended like this. */
  readonly message: string | null;
}

/** All notifications of what is new, oldest first; a run's end is two: its result and `PipelineEnd`. */
export function notificationsOf({ run, plan, events, from }: Grown): readonly Notification[] {
  const [started] = events;
  if (started?.type !== 'ExecutionStarted') return [];
  const nodes = new Map<string, PlanNode>();
  for (const node of nodesOf(plan.pipeline)) nodes.set(node.path, node);
  return events.slice(from).flatMap((event, index) => {
    const seq = from + index;
    const news = newsOf(event, nodes);
    if (news.events.length === 0) return [];
    const view = buildRunView(plan, events.slice(0, seq + 1), event.at);
    return news.events.map((name) => ({
      event: name,
      run,
      pipeline: started.pipeline,
      seq,
      at: event.at,
      world: started.world.kind,
      status: view.end ?? 'Running',
      sentence: sentence(view),
      startedBy: started.startedBy,
      node: news.node === undefined ? null : shown(news.node),
      message: news.message ?? view.failure?.message ?? null,
    }));
  });
}

interface News {
  readonly events: readonly NotificationEvent[];
  readonly node?: PlanNode | undefined;
  readonly message?: string;
}

const NONE: News = { events: [] };

function newsOf(event: ExecutionEvent, nodes: ReadonlyMap<string, PlanNode>): News {
  switch (event.type) {
    case 'ExecutionStarted':
      return { events: ['PipelineStart'] };
    case 'ExecutionFinished':
      return {
        events: [event.end === 'Success' ? 'PipelineSuccess' : 'PipelineFailed', 'PipelineEnd'],
      };
    case 'NodeStarted': {
      const node = nodes.get(event.path);
      return node?.kind === 'stage' ? { events: ['StageStart'], node } : NONE;
    }
    case 'NodeFinished':
      return finished(event.status, nodes.get(event.path));
    case 'ApprovalOpened':
      return asks(nodes.get(event.path), event.approval.message);
    case 'ChoiceOpened':
      return asks(nodes.get(event.path), event.choice.question);
    case 'InterventionOpened':
      return asks(nodes.get(event.path), 'The step broke and waits for a person’s word.');
    default:
      return NONE;
  }
}

function asks(node: PlanNode | undefined, message: string): News {
  return { events: ['WaitingForUserAction'], node, message };
}

function finished(status: string, node: PlanNode | undefined): News {
  const isGood = status === 'Success' || status === 'IgnoreFailed' || status === 'Skipped';
  if (node?.kind === 'stage') return { events: [isGood ? 'StageSuccess' : 'StageFailed'], node };
  return node?.kind === 'step' && !isGood ? { events: ['StepFailed'], node } : NONE;
}

function shown({ path, name, kind }: PlanNode): NonNullable<Notification['node']> {
  return { path, name, kind };
}
