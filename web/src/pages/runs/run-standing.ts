// What a run in the list is for the person who reads it: theirs to decide, somebody's, moving, or ended.
import type { Session } from '../../../../src/api/routes/sessions.ts';
import type { RunInList } from '../../../../src/api/schemas/run-parts.ts';
import type { Rights } from '../../live/session.tsx';

export type Section = 'act' | 'moving' | 'ended';

export interface Standing {
  readonly section: Section;
  /** The word of the chip. */
  readonly state: string;
  readonly chip: string;
  readonly isAsking: boolean;
  /** The person who reads it may answer. */
  readonly isMine: boolean;
  /** Whether one may act, as a sentence; empty when nothing is asked. */
  readonly may: string;
}

type Ask = RunInList['asks'][number];
export type Reader = Pick<Session, 'user' | 'name' | 'email'> & Rights;

export function standingOf(run: RunInList, reader: Reader): Standing {
  const calm = { isAsking: false, isMine: false, may: '' };
  if (run.status === 'Dirty' && run.tone === 'repair') {
    return { ...calm, section: 'act', state: 'Dirty', chip: 'Dirty' };
  }
  if (run.endedAt !== null) {
    return { ...calm, section: 'ended', state: run.status, chip: run.status };
  }
  if (run.standsStill) {
    return { ...calm, section: 'act', state: 'Stands still', chip: 'Stands still' };
  }
  const [ask] = run.asks;
  if (ask !== undefined) return asked(run, ask, reader);
  const state = movingState(run);
  return { ...calm, section: 'moving', state, chip: state };
}

const PHASES = { 'setting up': 'Setting up', shifting: 'Shifting', baking: 'Baking' } as const;

function movingState({ status, isPaused, isRollingBack, phase }: RunInList): string {
  if (isRollingBack) return 'Going back';
  if (isPaused) return 'Paused';
  return phase === undefined ? status : PHASES[phase];
}

function asked(run: RunInList, first: Ask, reader: Reader): Standing {
  const mine = run.asks.find((ask) => hindrance(run, ask, reader) === '');
  const ask = mine ?? first;
  const whose = ask.userGroups.map(groupWords).join(', ');
  const counted = ask.decidedBy.some((by) => isReader(by, reader));
  return {
    section: 'act',
    state: 'Waiting for a person',
    chip: mine !== undefined ? 'For you' : whose === '' ? 'For a person' : `For ${whose}`,
    isAsking: true,
    isMine: mine !== undefined,
    may:
      mine !== undefined
        ? ask.kind === 'gate'
          ? 'You may approve.'
          : 'You may choose.'
        : counted
          ? 'Yours is counted.'
          : hindrance(run, ask, reader),
  };
}

/** Why the reader may not answer; empty when nothing stands in the way. */
function hindrance(run: RunInList, ask: Ask, reader: Reader): string {
  if (ask.kind !== 'gate') {
    return reader.mayOperate ? '' : 'You may not choose: operators do.';
  }
  if (ask.decidedBy.some((by) => isReader(by, reader))) return 'Yours is counted.';
  if (ask.disallowPipelineExecutor && isReader(run.startedBy, reader)) {
    return 'You may not approve: you started it.';
  }
  if (ask.disallowedUserEmails.some((email) => isReader(email, reader))) {
    return 'You may not approve: the gate excludes you.';
  }
  const isIn = ask.userGroups.some((group) => reader.groups.includes(group));
  if (!isIn) return `You may not approve: ${ask.userGroups.map(groupWords).join(', ')} may.`;
  return reader.mayApprove ? '' : 'You may not approve: approvers do.';
}

function isReader(name: string, { user, name: full, email }: Reader): boolean {
  const asked = name.toLowerCase();
  return [user, full, email].some((each) => each?.toLowerCase() === asked);
}

/** Harness's built-in groups in words. */
function groupWords(group: string): string {
  return /^(account\._account|org\._organization|_project)_all_users$/.test(group)
    ? 'everybody'
    : group;
}
