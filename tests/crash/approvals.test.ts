// Approvals given while whoever drives the run is killed again and again: each counts, and counts once.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { evolveAll } from '../../src/execution/evolve.ts';
import type { Journal } from '../../src/execution/journal.ts';
import { judgeApproval } from '../../src/execution/signals.ts';
import { emptyState } from '../../src/execution/state.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { openSqliteJournal } from '../../src/store/sqlite/sqlite-journal.ts';
import { type RunningCommand, startCommand } from '../cli/penstock.ts';
import { eventually } from '../eventually.ts';
import { parallel, planOf, stage, step } from '../plan-builder.ts';
import { randomFrom } from '../simulation/random.ts';

const ROWS = 20;
const GATES_IN_A_ROW = 5;
const PEOPLE = ['ann', 'bob'];
const APPROVALS = ROWS * GATES_IN_A_ROW * PEOPLE.length;
const WITHIN_MS = 60_000;
/** The first owners live shortly, so that a quick machine is not done before enough of them have died. */
const SHORT_LIVES = 12;
const LONGEST_LIFE_MS = { first: 40, later: 180 };

test(
  'of 200 approvals, each given twice, 200 count while owners are killed at random',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'penstock-approvals-'));
    const file = join(folder, 'journal.sqlite');
    const journal = openSqliteJournal({ file, wallNow: Date.now });
    const plan = planOf([
      stage(
        's',
        Array.from({ length: ROWS }, (_, row) => rowOfGates(row)),
      ),
    ]);
    const id = await journal.create('plan', plan, started());
    const owners = keepDriving(folder, [file, id, String(PEOPLE.length)]);
    try {
      const given = await approveAll(journal, plan, id);
      await eventually('the end', async () => (await journal.row(id))?.phase === 'done', WITHIN_MS);

      const events = await journal.read(id, 0);
      const counted = events.flatMap((event) =>
        event.type === 'ApprovalDecided' ? [`${event.path} ${event.by}`] : [],
      );
      expect(counted).toHaveLength(APPROVALS);
      expect(new Set(counted).size).toBe(APPROVALS);
      expect(given).toEqual({ accepted: APPROVALS, refused: APPROVALS });
      const passed = events.filter((event) => event.type === 'AttemptFinished');
      expect(passed).toHaveLength(ROWS * GATES_IN_A_ROW);
      expect(evolveAll(emptyState(plan), events).finished).toMatchObject({ end: 'Success' });
      expect(owners.kills()).toBeGreaterThan(5);
      process.stdout.write(`${counted.length} approvals counted over ${owners.kills()} kills\n`);
    } finally {
      await owners.end();
      await journal.close();
      rmSync(folder, { recursive: true });
    }
  },
  WITHIN_MS,
);

function rowOfGates(row: number): ReturnType<typeof parallel> {
  return parallel(Array.from({ length: GATES_IN_A_ROW }, (_, gate) => step(`g${row}x${gate}`)));
}

function started(): Parameters<Journal['create']>[2] {
  return {
    type: 'ExecutionStarted',
    at: Date.now(),
    format: 1,
    planHash: 'plan',
    pipeline: 'gates',
    world: { kind: 'twin', url: 'http://127.0.0.1:1' },
    startedBy: 'eve',
    bound: [],
  };
}

/** Everybody approves every gate as soon as it opens, and presses the button twice. */
async function approveAll(
  journal: Journal,
  plan: Plan,
  id: string,
): Promise<{ readonly accepted: number; readonly refused: number }> {
  const asked = new Set<string>();
  const verdicts: string[] = [];
  const press = async (path: string, by: string): Promise<void> => {
    const signal = { by, groups: ['all'], decision: 'approve', path } as const;
    const verdict = await journal.signal(id, (events) =>
      judgeApproval(events, plan, { ...signal, at: Date.now() }),
    );
    verdicts.push(verdict.status);
  };
  await eventually(
    `${APPROVALS} approvals`,
    async () => {
      for (const event of await journal.read(id, 0)) {
        if (event.type !== 'ApprovalOpened' || asked.has(event.path)) continue;
        asked.add(event.path);
        const presses = [...PEOPLE, ...PEOPLE].map((by) => press(event.path, by));
        await Promise.all(presses);
      }
      return verdicts.length === 2 * APPROVALS;
    },
    WITHIN_MS,
  );
  const accepted = verdicts.filter((status) => status === 'accepted').length;
  return { accepted, refused: verdicts.length - accepted };
}

interface Owners {
  kills(): number;
  end(): Promise<void>;
}

/** One owner after the other; each is killed at a moment that the seed says, until one comes to the end. */
function keepDriving(folder: string, args: readonly string[]): Owners {
  const random = randomFrom(20_261_123);
  let kills = 0;
  let hasToEnd = false;
  let owner: RunningCommand | undefined;
  const program = join(import.meta.dirname, 'gate-driver.ts');
  const work = async (): Promise<void> => {
    while (!hasToEnd) {
      owner = startCommand([process.execPath, program, ...args], { folder });
      const { finished, hasSaid, signal: send } = owner;
      await hasSaid('driving');
      const longestMs = kills < SHORT_LIVES ? LONGEST_LIFE_MS.first : LONGEST_LIFE_MS.later;
      const killing = setTimeout(send, random.between(0, longestMs), 'SIGKILL');
      const { signal, code, stderr } = await finished;
      clearTimeout(killing);
      if (signal === 'SIGKILL') kills += 1;
      else if (code === 0 || hasToEnd) return;
      else throw new Error(`the owner ended with ${code} ${signal}: ${stderr}`);
    }
  };
  const working = work();
  working.catch(() => undefined);
  return {
    kills: () => kills,
    async end() {
      hasToEnd = true;
      await owner?.[Symbol.asyncDispose]();
      await working;
    },
  };
}
