// What people and programs see while a run waits for its turn: one line, told anew when it changes.
import { type Behind, behindText } from '../app/queue/behind.ts';
import type { Json } from '../lib/json.ts';
import { type LiveScreen, openLiveScreen } from './ladder/live-screen.ts';
import { clip } from './ladder/paint.ts';
import type { Output } from './output.ts';

export interface WaitingLine {
  tell(behind: readonly Behind[]): void;
  /** Leaves the last line standing. */
  close(): void;
}

export function openWaitingLine(output: Output): WaitingLine {
  let screen: LiveScreen | undefined;
  const draw = (line: string): void => {
    screen ??= openLiveScreen(process.stdout);
    screen.draw([
      ...wrapped(line, output.columns()),
      output.paint.faint('Ctrl-C leaves the queue; nothing has begun.'),
    ]);
  };
  return {
    tell(behind) {
      const place = behind.filter(({ state }) => state === 'waits').length + 1;
      const message = `Waiting, place ${place} in the queue: behind ${behindText(behind, output.where)}`;
      if (output.isTerminal) draw(message);
      else output.say(message);
      const shown = behind as unknown as Json;
      output.result({ status: 'Queued', place, behind: shown, message });
    },
    close: () => screen?.close(),
  };
}

/** A line that the terminal breaks by itself could not be drawn over. */
function wrapped(line: string, columns: number): readonly string[] {
  const lines: string[] = [];
  for (const word of line.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(clip(word, columns));
  }
  return lines;
}
