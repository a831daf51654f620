// A run in one process and people in others: they see it, decide, stop it and go on with it, all at the command line.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { approveAll, gateIsOpen } from './approver.ts';
import { type Finished, jsonOf, penstock, type RunningCommand, startPenstock } from './penstock.ts';
import { copyShop, type Shop, type ShopTwin, startShopTwin } from './shop.ts';

interface Ending {
  readonly execution: string;
  readonly status: string;
  readonly cause: string | null;
  readonly restored: readonly { readonly beforeHash: string; readonly afterHash: string }[];
}

const WITHIN_MS = 180_000;
const GATE_ONLY = `pipeline:
  name: Only a gate
  identifier: only_a_gate
  stages:
    - stage:
        identifier: gate
        name: Gate
        type: Custom
        spec:
          execution:
            steps:
              - step:
                  identifier: Ask
                  name: Ask
                  type: HarnessApproval
                  timeout: 1d
                  spec:
                    approvalMessage: Shall it begin?
                    includePipelineExecutionHistory: false
                    approverInputs: []
                    approvers:
                      userGroups: [account._account_all_users]
                      minimumCount: 1
                      disallowPipelineExecutor: false
`;

let shop: Shop;
let twin: ShopTwin;

beforeAll(async () => {
  shop = copyShop();
  writeFileSync(join(shop.folder, 'gate.yaml'), GATE_ONLY);
  twin = await startShopTwin(shop.folder, 120);
});

afterAll(async () => {
  await twin?.[Symbol.asyncDispose]();
  shop?.remove();
});

const say = (...args: string[]): Promise<Finished> => penstock(args, { folder: shop.folder });
const start = (...args: string[]): RunningCommand =>
  startPenstock([...args, '--json'], { folder: shop.folder, withinMs: WITHIN_MS });

describe('A rejected gate', { timeout: WITHIN_MS }, () => {
  test('before anything was touched ends the run as Rejected, with exit code 6', async () => {
    await using run = start('run', 'gate.yaml', '--on', 'twin');
    await gateIsOpen(run);
    const rejected = await say('reject', '1', '--comment', 'not today');
    expect([rejected.code, rejected.stderr]).toEqual([0, '']);
    expect(rejected.stdout).toMatch(/^Rejected by \S+: .*Ask of run 1\./);
    const finished = await run.finished;
    expect(finished.code).toBe(6);
    expect(jsonOf<Ending>(finished)).toMatchObject({ status: 'Rejected', cause: 'rejected' });
    expect(finished.stderr).toContain('rejected Ask: "not today"');
  });

  test('after green was set up puts everything back, with exit code 4', async () => {
    await using run = start('run', 'pipeline.yaml', '--on', 'twin');
    await gateIsOpen(run);
    expect((await say('reject', '2')).code).toBe(0);
    const finished = await run.finished;
    expect(finished.code).toBe(4);
    const ending = jsonOf<Ending>(finished);
    expect(ending).toMatchObject({ status: 'RolledBack', cause: 'rejected' });
    for (const rule of ending.restored) expect(rule.afterHash).toBe(rule.beforeHash);
  });
});

describe('A run that is stopped and gone on with', { timeout: WITHIN_MS }, () => {
  let stopped: Finished;

  beforeAll(async () => {
    await using run = start('run', 'pipeline.yaml', '--on', 'twin');
    await gateIsOpen(run);
    await othersSeeIt();
    run.interrupt();
    stopped = await run.finished;
  }, WITHIN_MS);

  async function othersSeeIt(): Promise<void> {
    const status = await say('status', '3', '--json');
    expect(jsonOf(status)).toMatchObject({
      status: 'Running',
      isDriven: true,
      gates: [{ needed: 1, given: 0, rung: 'stage-50' }],
    });
    const list = jsonOf<readonly object[]>(await say('list', '--json'));
    expect(list).toHaveLength(3);
    expect(list).toContainEqual(
      expect.objectContaining({ execution: '3', status: 'Running', isDriven: true }),
    );
    const resume = await say('resume', '3');
    expect([resume.code, resume.stdout]).toEqual([2, '']);
    expect(resume.stderr).toMatch(/Run 3 is (being )?driven by .*/);
  }

  test('stands still and says how it goes on', () => {
    expect(stopped.code).toBe(1);
    expect(jsonOf(stopped)).toMatchObject({ execution: '3', status: 'Interrupted' });
    expect(stopped.stdout).toMatch(/Run 3 stands still.*every weight stays.*penstock resume 3/);
  });

  test('is said to stand still by status', async () => {
    const status = await say('status', '3');
    expect(status.code).toBe(0);
    expect(status.stdout).toMatch(/nobody drives it now.*"penstock resume 3/i);
  });

  test('takes an approval while nobody drives it, and says so', async () => {
    const approved = await say('approve', '3', '--comment', 'looks good');
    expect([approved.code, approved.stderr]).toEqual([0, '']);
    expect(approved.stdout).toMatch(/^Approved by \S+: \S*Approve of run 3 \(stage-50\)\./);
    expect(approved.stdout).toMatch(/nobody drives it now.*"penstock resume 3/i);
  });

  test('takes no second approval of the same gate', async () => {
    const again = await say('approve', '3', '--json');
    expect(again.code).toBe(1);
    expect(jsonOf(again)).toMatchObject({
      status: 'refused',
      message: expect.stringContaining('Nothing was done.'),
    });
  });

  test('is resumed and ends in Success', async () => {
    await using run = start('resume', '3');
    const finished = await approveAll(run, '3', shop.folder);
    expect([finished.code, jsonOf<Ending>(finished).status]).toEqual([0, 'Success']);
    expect(finished.stderr).toContain(': "looks good"');
  });

  test('has logs, of one step or of all', async () => {
    const all = await say('logs', '3');
    expect(all.stdout).toContain('Database changes that both versions understand belong here.');
    expect(all.stdout).toContain('The new version has all of the traffic.');
    const one = await say('logs', '3', 'After_Shift');
    expect(one.stdout).toContain('The new version has all of the traffic.');
    expect(one.stdout).not.toContain('Database changes');
  });

  test.each(['approve', 'reject'])('takes no %s any more', async (decision) => {
    const late = await say(decision, '3');
    expect([late.code, late.stdout]).toEqual([1, '']);
    expect(late.stderr).toMatch(/^No approval of run 3 is open now\. Nothing was done\./);
  });

  test('cannot be resumed again', async () => {
    const resumed = await say('resume', '3');
    expect([resumed.code, resumed.stdout]).toEqual([2, '']);
    expect(resumed.stderr).toMatch(/^Run 3 has ended; see "penstock status 3/);
  });
});

test.each(['status', 'logs', 'approve', 'reject', 'resume'])(
  '%s of an execution that is not there says where to look',
  async (command) => {
    const unknown = await say(command, '99');
    expect([unknown.code, unknown.stdout]).toEqual([2, '']);
    expect(unknown.stderr).toMatch(/^There is no execution 99\. "penstock list.*" shows/);
  },
);
