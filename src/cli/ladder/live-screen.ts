// A part of the terminal that is redrawn in place, without touching what scrolled by before.

export interface LiveScreen {
  /** Replaces what was drawn last; called as often as there is something new. */
  draw(lines: readonly string[]): void;
  /** Leaves the last frame standing and gives the cursor back. */
  close(): void;
}

export function openLiveScreen(out: NodeJS.WriteStream): LiveScreen {
  let shown: readonly string[] = [];
  out.write('\u001b[?25l');
  return {
    draw(lines) {
      const rows = Math.max(4, (out.rows ?? 50) - 1);
      const visible = visibleOf(lines, rows);
      if (visible.length === shown.length && visible.every((line, at) => line === shown[at]))
        return;
      const up = shown.length === 0 ? '' : `\u001b[${shown.length}A\r`;
      const body = visible.map((line) => `\u001b[2K ${line}\n`).join('');
      const surplus = shown.length > visible.length ? '\u001b[0J' : '';
      out.write(up + body + surplus);
      shown = visible;
    },
    close() {
      out.write('\u001b[?25h');
    },
  };
}

const HEAD_LINES = 3;

/** Where the screen is too low, what stands at the end stays: what is waited for, and the keys. */
export function visibleOf(lines: readonly string[], rows: number): readonly string[] {
  if (lines.length <= rows) return lines;
  return [...lines.slice(0, HEAD_LINES), ...lines.slice(lines.length - rows + HEAD_LINES)];
}
