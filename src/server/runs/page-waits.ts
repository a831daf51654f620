// What a run asks of people, as its page shows it: open gates with all that an approver must see, choices, waits.
import type { RunPage } from '../../api/schemas/run-page.ts';
import type { AskedInput } from '../../plan/asked-input.ts';
import type { Review } from '../../traffic/facts.ts';
import type { GateView, RunView } from '../../view/run-view.ts';

export function gatesOf(view: RunView): RunPage['gates'] {
  return view.gates.map((gate) => ({
    path: gate.path,
    attempt: gate.attempt,
    name: gate.name,
    message: gate.message,
    openedAt: gate.openedAt,
    expiresAt: gate.expiresAt,
    needed: gate.needed,
    given: gate.given,
    userGroups: [...gate.userGroups],
    disallowPipelineExecutor: gate.disallowPipelineExecutor,
    disallowedUserEmails: [...gate.disallowedUserEmails],
    decisions: gate.decisions.map(({ by, decision, comment, at }) => ({
      by,
      decision,
      comment: comment ?? null,
      at,
    })),
    inputs: gate.inputs.map((each) => ({ ...shownOf(each), isRequired: each.isRequired })),
    review: reviewOf(gate.review),
    trouble: troubleOf(gate),
    rung: gate.rung ?? null,
  }));
}

export function choicesOf(view: RunView): RunPage['choices'] {
  return view.choices.map((choice) => ({
    ...choice,
    differences: choice.differences.map((each) => ({ ...each })),
    options: choice.options.map(({ id, label, consequence }) => ({ id, label, consequence })),
  }));
}

export function waitsOf(view: RunView): RunPage['waits'] {
  return view.waits.map(({ asks, ...wait }) => ({
    ...wait,
    endsAt: wait.endsAt ?? null,
    ...(asks.length > 0 && { asks: asks.map(shownOf) }),
  }));
}

function shownOf({ name, default: fallback, allowed }: AskedInput): {
  name: string;
  default: string | null;
  allowedValues: string[] | null;
} {
  return {
    name,
    default: fallback ?? null,
    allowedValues: allowed === undefined ? null : [...allowed.values],
  };
}

function reviewOf(review: Review | undefined): RunPage['gates'][number]['review'] {
  if (review === undefined || !Array.isArray(review.targetGroups)) return null;
  return {
    rung: review.rung,
    logFolder: review.logFolder,
    targetGroups: review.targetGroups.map((each) => ({ ...each })),
  };
}

function troubleOf({ trouble }: GateView): RunPage['gates'][number]['trouble'] {
  return trouble === undefined ? null : { ...trouble };
}
