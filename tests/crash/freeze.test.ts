// A process that stands still loses its run, and when it wakes up it touches nothing that is another's now.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonOf } from '../cli/penstock.ts';
import { eventually } from '../eventually.ts';
import { beginOwners, type Owners } from './owners.ts';
import { type ShopWorld, startShopWorld } from './shop-world.ts';
import { worldPicture } from './world-picture.ts';

const SPEED = 300;
const LEASE = { PENSTOCK_LEASE_MS: '3000' };
const RUN_WITHIN_MS = 150_000;
const WAIT_MS = 60_000;

let world: ShopWorld;
beforeAll(async () => {
  world = await startShopWorld(SPEED);
}, RUN_WITHIN_MS);
afterAll(() => world[Symbol.asyncDispose]());

describe.skipIf(process.platform !== 'linux')('a process that was frozen (needs Linux)', () => {
  test(
    'loses its run with its lease, and writes nothing when it is thawed',
    async () => {
      const owners = await beginOwners(world, LEASE);
      const writes: Record<string, readonly string[]> = {};
      const freeze = async (where: string, before = (): void => undefined): Promise<void> => {
        const frozen = await owners.freezeAndReplace();
        before();
        writes[where] = (await frozen.thaw()).writes;
      };

      const read = await owners.untilCall('DescribeTargetGroupAttributes', 'done');
      await freeze('while a read was under way', read.release);
      const write = await owners.untilCall('PUT group :id capacity', 'done');
      owners.lockJournal();
      write.release();
      await freeze('before it could record what it had done');
      await eventually('the script', () => world.sideEffects() !== '', WAIT_MS);
      await freeze('while its script ran');
      await owners.untilEvent('FactRecorded', 'written-actions');
      await freeze('while a weight settled');
      await owners.untilEvent('ApprovalOpened');
      await freeze('at an open gate');

      const last = await owners.approveToTheEnd();
      process.stdout.write(`writes after the thaw: ${JSON.stringify(writes)}\n`);
      expect(last).toMatchObject({ code: 0 });
      expect(Object.values(writes)).toEqual([[], [], [], [], []]);
      expect(world.sideEffects()).toBe('begin\nend\nbegin\nend\n');
      expect(world.rehearsal.requests().failed).toBe(0);
    },
    RUN_WITHIN_MS,
  );

  test(
    'is not displaced before its lease is over, and says afterwards who drives',
    async () => {
      const owners = await beginOwners(world, LEASE);
      await owners.untilEvent('ApprovalOpened');
      const { pid } = owners;
      const replacing = owners.freezeAndReplace();
      const early = await world.command(['resume', owners.execution], LEASE).finished;
      const { finished } = await (await replacing).thaw();
      expect(early).toMatchObject({ code: 2 });
      expect(jsonOf<{ message: string }>(early).message).toContain(`is driven by process ${pid};`);
      expect(finished).toMatchObject({ code: 1 });
      expect(jsonOf<{ message: string }>(finished).message).toContain(
        `is driven by process ${owners.pid} now`,
      );
      expect(await owners.approveToTheEnd()).toMatchObject({ code: 0 });
    },
    RUN_WITHIN_MS,
  );

  test(
    'between its last look and its socket does one write at most, which its successor corrects',
    async () => {
      const owners = await beginOwners(world, LEASE);
      await owners.untilEvent('ApprovalOpened');
      const stale = owners.untilCall('ModifyRule', 'sent');
      await owners.approve();
      const half = await stale;
      const frozen = await owners.freezeAndReplace();
      await owners.untilEvent('ApprovalOpened');
      await owners.approve();
      await untilWritten(owners, 100);
      half.release();
      const { writes } = await frozen.thaw();
      const last = await owners.approveToTheEnd();
      expect(writes).toEqual(['ModifyRule']);
      expect(corrections(owners)).toHaveLength(1);
      expect(last).toMatchObject({ code: 0 });
      expect((await worldPicture(world)).rules[0]).toEqual({ live: 100, idle: 0 });
      expect(world.rehearsal.requests().failed).toBe(0);
    },
    RUN_WITHIN_MS,
  );
});

function corrections(owners: Owners): readonly string[] {
  return owners
    .events()
    .flatMap((event) => (event.type === 'EffectIntended' ? [event.effect] : []))
    .filter((effect) => effect.includes('again 1'));
}

/** AWS has shown this weight of the prod rule to its owner. */
function untilWritten(owners: Owners, set: number): Promise<unknown> {
  return eventually(
    `${set} % written`,
    () =>
      owners
        .events()
        .some(
          (event) =>
            event.type === 'FactRecorded' &&
            event.name === 'rung' &&
            (event.value as { rung: string; state: string }).rung === `prod-${set}` &&
            (event.value as { rung: string; state: string }).state === 'settling',
        ),
    WAIT_MS,
  );
}
