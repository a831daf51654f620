// The first line of the list and of the wall: who is waited for, what is broken, what moves.
import { countAtStart } from '../../parts/numbers.ts';
import type { Standing } from './run-standing.ts';

export function runsSentence(standings: readonly Standing[]): string {
  const count = (is: (standing: Standing) => boolean) => standings.filter(is).length;
  const mine = count(({ isMine }) => isMine);
  const others = count(({ isAsking, isMine }) => isAsking && !isMine);
  const dirty = count(({ state }) => state === 'Dirty');
  const still = count(({ state }) => state === 'Stands still');
  const moving = count(({ section }) => section === 'moving');
  const parts = [
    mine > 0 ? `${countAtStart(mine, 'run waits', 'runs wait')} for you.` : '',
    others > 0 ? `${countAtStart(others, 'waits', 'wait')} for others.` : '',
    dirty > 0 ? `${countAtStart(dirty, 'is dirty', 'are dirty')}.` : '',
    still > 0 ? `${countAtStart(still, 'stands', 'stand')} still.` : '',
    moving > 0 ? `${countAtStart(moving, 'is moving', 'are moving')}.` : '',
  ].filter((part) => part !== '');
  if (parts.length > 0) return parts.join(' ');
  return standings.length === 0 ? 'No run yet.' : 'Nothing moves, and nobody is waited for.';
}
