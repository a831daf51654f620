// The people of a scenario: each acts some time after a gate has opened, and learns at once whether it counted.
import type { ExecutionEvent } from '../../src/execution/event.ts';
import type { ExecutionId, Journal } from '../../src/execution/journal.ts';
import { judgeChoice } from '../../src/execution/judge-choice.ts';
import { judgeGiven } from '../../src/execution/judge-given.ts';
import { judgeIntervention } from '../../src/execution/judge-intervention.ts';
import { judgePause, judgeUnpause } from '../../src/execution/judge-pause.ts';
import { judgeAbort, judgeApproval } from '../../src/execution/signals.ts';
import type { Clock } from '../../src/lib/clock.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { eventFits, gateOf } from './event-pattern.ts';
import type { ChoiceSpec, GivenSpec, HoldSpec, InterventionSpec, PersonSpec } from './scenario.ts';

export interface PeopleOptions {
  readonly people: readonly PersonSpec[];
  readonly choices: readonly ChoiceSpec[];
  readonly interventions?: readonly InterventionSpec[];
  readonly holds?: readonly HoldSpec[];
  readonly given?: readonly GivenSpec[];
  readonly clock: Clock;
  readonly journal: Journal;
  readonly execution: ExecutionId;
  readonly plan: Plan;
  groupsOf(person: string): readonly string[];
  /** Told when a word did not count, with the reason. */
  onRefused(text: string): void;
  onDefect(error: unknown): void;
}

const EVERYBODY = [
  'account._account_all_users',
  'org._organization_all_users',
  '_project_all_users',
];

/** Answers the listener to call with each new event. */
export function createPeople(options: PeopleOptions): (event: ExecutionEvent) => void {
  const { people, clock, onDefect } = options;
  const answers = [...options.choices];
  const words = [...(options.interventions ?? [])];
  const holds = [...(options.holds ?? [])];
  const given = [...(options.given ?? [])];
  return (event) => {
    const hold = holds.findIndex(({ when }) => eventFits(when, event));
    for (const each of hold < 0 ? [] : holds.splice(hold, 1)) {
      pause(options, each).catch(onDefect);
    }
    if (event.type === 'WaitOpened' && event.wait.ends.kind === 'inputs') {
      const word = given.shift();
      if (word === undefined) return;
      clock.after(word.afterMs, () => {
        give(options, word, event.path).catch(onDefect);
      });
    }
    if (event.type === 'ChoiceOpened') {
      const answer = answers.shift();
      if (answer === undefined) return;
      clock.after(answer.afterMs, () => {
        choose(options, answer, event.path).catch(onDefect);
      });
    }
    if (event.type === 'InterventionOpened') {
      const word = words.shift();
      if (word === undefined) return;
      clock.after(word.afterMs, () => {
        intervene(options, word, event.path).catch(onDefect);
      });
    }
    if (event.type !== 'ApprovalOpened') return;
    const gate = gateOf(event);
    const named = people.filter((person) => person.gate === gate);
    const acting = named.length > 0 ? named : people.filter((person) => person.gate === 'every');
    for (const person of acting) {
      if (person.decision === 'nobody') continue;
      clock.after(person.afterMs, () => {
        act(options, person, event.path, gate).catch(onDefect);
      });
    }
  };
}

async function pause(
  { clock, journal, execution, plan, onRefused, onDefect }: PeopleOptions,
  { by, forMs }: HoldSpec,
): Promise<void> {
  const signal = { by, at: clock.now() };
  const held = await journal.signal(execution, (events) => judgePause(events, plan, signal));
  if (held.status === 'refused') {
    onRefused(`${by} wanted to pause, which did not count: ${held.refusal.code}`);
    return;
  }
  clock.after(forMs, () => {
    const later = { by, at: clock.now() };
    journal.signal(execution, (events) => judgeUnpause(events, plan, later)).catch(onDefect);
  });
}

async function give(
  { clock, journal, execution, plan, onRefused }: PeopleOptions,
  { by, values }: GivenSpec,
  step: string,
): Promise<void> {
  const signal = { by, values, step, at: clock.now() };
  const verdict = await journal.signal(execution, (events) =>
    judgeGiven(events, plan, signal, () => undefined),
  );
  if (verdict.status === 'accepted') return;
  onRefused(`${by} wanted to give values, which did not count: ${verdict.refusal.code}`);
}

async function choose(
  { clock, journal, execution, plan, onRefused }: PeopleOptions,
  { by, option }: ChoiceSpec,
  path: string,
): Promise<void> {
  const signal = { by, option, path, at: clock.now() };
  const verdict = await journal.signal(execution, (events) => judgeChoice(events, plan, signal));
  if (verdict.status === 'accepted') return;
  onRefused(`${by} wanted to choose ${option}, which did not count: ${verdict.refusal.code}`);
}

async function intervene(
  { clock, journal, execution, plan, onRefused }: PeopleOptions,
  { by, action }: InterventionSpec,
  step: string,
): Promise<void> {
  const signal = { by, action, step, at: clock.now() };
  const verdict = await journal.signal(execution, (events) =>
    judgeIntervention(events, plan, signal),
  );
  if (verdict.status === 'accepted') return;
  onRefused(`${by} wanted ${action}, which did not count: ${verdict.refusal.code}`);
}

async function act(
  { clock, journal, execution, plan, groupsOf, onRefused }: PeopleOptions,
  { by, decision }: PersonSpec,
  path: string,
  gate: string,
): Promise<void> {
  const at = clock.now();
  if (decision === 'approve' || decision === 'reject') {
    const groups = [...EVERYBODY, ...groupsOf(by)];
    const signal = { by, groups, decision, path, at };
    const verdict = await journal.signal(execution, (events) =>
      judgeApproval(events, plan, signal),
    );
    if (verdict.status === 'accepted') return;
    onRefused(`${by} wanted to ${decision} ${gate}, which did not count: ${verdict.refusal.code}`);
    return;
  }
  const verdict = await journal.signal(execution, (events) =>
    judgeAbort(events, plan, { by, restore: true, at }),
  );
  if (verdict.status === 'refused') {
    onRefused(`${by} wanted to abort, which did not count: ${verdict.refusal.code}`);
  }
}
