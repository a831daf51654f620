// A person in another process: approves what is open, with the command line.
import { expect } from 'vitest';
import { eventually } from '../eventually.ts';
import { type Finished, penstock, type RunningCommand } from './penstock.ts';

const GATE_WITHIN_MS = 60_000;

/** Gates that a run with `--json` has opened and nobody has passed yet, by the lines of its journal. */
function openGates(run: RunningCommand): number {
  const count = (line: RegExp): number => run.stderr().match(line)?.length ?? 0;
  return count(/^\S+ +wait +/gm) - count(/^\S+ +people +\S+ (approved|rejected) /gm);
}

/** Resolves when a gate is open; fails with all that was said when the run ends before. */
export async function gateIsOpen(run: RunningCommand): Promise<void> {
  const state = { ended: false };
  const ended = run.finished.finally(() => {
    state.ended = true;
  });
  ended.catch(() => undefined);
  await eventually('an open gate', () => openGates(run) > 0 || state.ended, GATE_WITHIN_MS);
  if (openGates(run) === 0) throw new Error(`no gate was opened:\n${run.stderr()}`);
}

/** Approves every gate until the run has ended. */
export async function approveAll(
  run: RunningCommand,
  execution: string,
  folder: string,
): Promise<Finished> {
  const state = { ended: false };
  const ended = run.finished.finally(() => {
    state.ended = true;
  });
  ended.catch(() => undefined);
  while (!state.ended) {
    await eventually('a gate or the end', () => openGates(run) > 0 || state.ended, GATE_WITHIN_MS);
    if (state.ended) break;
    const before = openGates(run);
    const approved = await penstock(['approve', execution], { folder });
    expect([approved.code, approved.stderr]).toEqual([0, '']);
    await eventually('the approval', () => openGates(run) < before || state.ended, GATE_WITHIN_MS);
  }
  return ended;
}
