// Why nothing moves in a run, for screens that count the time themselves: who is waited for, since when and until when.
import type { ChoiceView, GateView, PausedView, RunView, WaitView } from './run-view.ts';

export interface Waiting {
  readonly who: 'person' | 'clock' | 'nobody' | 'others';
  readonly says: string;
  readonly since: number;
  readonly until: number | undefined;
}

/** Undefined while something runs, and after the end. */
export function waitingFor(view: RunView): Waiting | undefined {
  if (view.end !== undefined || view.running.length > 0) return undefined;
  const [choice] = view.choices;
  if (choice !== undefined) return ofChoice(choice);
  const [gate] = view.gates;
  if (gate !== undefined) return ofGate(gate);
  const [wait] = view.waits.toSorted((one, other) => endOf(one) - endOf(other));
  if (wait !== undefined) return ofWait(wait);
  return view.paused && ofPause(view.paused);
}

function ofChoice({ kind, name, otherwise, openedAt, expiresAt }: ChoiceView): Waiting {
  const asks =
    kind === 'choice' ? 'asks a person to choose' : "broke and waits for a person's word";
  return {
    who: 'person',
    says: `${name} ${asks}; with no answer in time, ${otherwise}.`,
    since: openedAt,
    until: expiresAt,
  };
}

function ofGate(gate: GateView): Waiting {
  const missing = gate.needed - gate.given;
  const what = gate.rung === undefined ? gate.name : `${gate.rung.replace('-', ' to ')} %`;
  const by = gate.userGroups.length === 0 ? '' : ` by ${gate.userGroups.join(' or ')}`;
  const approvals = missing === 1 ? '1 approval' : `${missing} approvals`;
  return {
    who: 'person',
    says: `${what} needs ${approvals}${by}; with no answer in time it has expired.`,
    since: gate.openedAt,
    until: gate.expiresAt,
  };
}

function ofPause({ by, at }: PausedView): Waiting {
  const says = `${by} has paused the run: nothing new begins until somebody lets it go on.`;
  return { who: 'person', says, since: at, until: undefined };
}

function ofWait(wait: WaitView): Waiting {
  return {
    who: whoEnds(wait),
    says: `${wait.name} waits for ${wait.says}.`,
    since: wait.openedAt,
    until: endOf(wait),
  };
}

function whoEnds({ asks, endsAt }: WaitView): Waiting['who'] {
  if (asks.length > 0) return 'person';
  return endsAt === undefined ? 'others' : 'clock';
}

function endOf({ endsAt, deadlineAt }: WaitView): number {
  return endsAt ?? deadlineAt;
}
