// A state as glyph and word; framed only when somebody must act or the state is an end worth seeing from afar.
import type { ReactElement, ReactNode } from 'react';
import { type GlyphName, Icon } from './icon.tsx';

interface Look {
  readonly icon: GlyphName;
  readonly frame?: 'person' | 'repair' | 'plain';
}

const LOOKS: Readonly<Record<string, Look>> = {
  Queued: { icon: 'clock' },
  Running: { icon: 'moving' },
  'Setting up': { icon: 'moving' },
  Shifting: { icon: 'moving' },
  Baking: { icon: 'clock' },
  Waiting: { icon: 'clock' },
  'Waiting for a person': { icon: 'person', frame: 'person' },
  'For you': { icon: 'person', frame: 'person' },
  'Stands still': { icon: 'warning', frame: 'repair' },
  Paused: { icon: 'pause' },
  'Going back': { icon: 'back' },
  Success: { icon: 'done' },
  RolledBack: { icon: 'back', frame: 'plain' },
  Dirty: { icon: 'warning', frame: 'repair' },
  Aborted: { icon: 'broke' },
  Rejected: { icon: 'person' },
  Expired: { icon: 'clock' },
  Failed: { icon: 'broke' },
};

/** `state` is the API's word, or one of page 9; `children` is what is read instead of it. */
export function StateChip({
  state,
  children = state,
  isAsking = false,
}: {
  readonly state: string;
  readonly children?: ReactNode;
  /** A person is asked: framed in amber whatever the state. */
  readonly isAsking?: boolean;
}): ReactElement {
  const look = LOOKS[state] ?? { icon: 'to come' };
  const frame = isAsking ? 'person' : look.frame;
  return (
    <span className="chip" {...(frame !== undefined && { 'data-frame': frame })}>
      <Icon name={isAsking ? 'person' : look.icon} />
      {children}
    </span>
  );
}
