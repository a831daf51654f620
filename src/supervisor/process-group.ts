// Whether anyone of a process group still lives; the dead that nobody has buried do not count.
import { readdirSync, readFileSync } from 'node:fs';

/** In a container without an init the dead stay in their group for ever: there each state is read. */
export function groupLives(leader: number): boolean {
  try {
    process.kill(-leader, 0);
  } catch {
    return false;
  }
  if (process.platform !== 'linux') return true;
  return readdirSync('/proc').some((name) => /^\d+$/.test(name) && livesIn(name, leader));
}

function livesIn(pid: string, leader: number): boolean {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's name stands in brackets and may hold anything: count from its end.
    const [state, , group] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return Number(group) === leader && state !== 'Z' && state !== 'X';
  } catch {
    return false;
  }
}
