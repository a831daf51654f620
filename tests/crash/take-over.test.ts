// Who may go on with a run: at once when its process is gone, never while it lives, and only one of two.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Finished, jsonOf } from '../cli/penstock.ts';
import { beginOwners, type Owners } from './owners.ts';
import { type ShopWorld, startShopWorld } from './shop-world.ts';

const SPEED = 300;
const WITHIN_MS = 120_000;
/** Whoever waited for a lease here would wait in vain. */
const LEASE = { PENSTOCK_LEASE_MS: '3600000' };

interface Standing {
  readonly isDriven: boolean;
  readonly driver: string | null;
  readonly goneDriver: string | null;
}

let world: ShopWorld;
beforeAll(async () => {
  world = await startShopWorld(SPEED);
}, WITHIN_MS);
afterAll(() => world[Symbol.asyncDispose]());

test(
  'a run whose process was killed stands still, goes on at once, and in one process only',
  async () => {
    const owners = await beginOwners(world, LEASE);
    await owners.untilEvent('ApprovalOpened');
    const driver = `process ${owners.pid}`;
    expect(await standing(owners)).toMatchObject({ isDriven: true, driver, goneDriver: null });

    const before = owners.events().length;
    const refused = await resume(owners);
    expect(refused.code).toBe(2);
    expect(messageOf(refused)).toBe(
      `Run ${owners.execution} is driven by ${driver}; nothing was done.`,
    );
    expect(owners.events()).toHaveLength(before);

    await owners.kill();
    expect(await standing(owners)).toMatchObject({
      isDriven: false,
      driver: null,
      goneDriver: driver,
    });
    const listed = await world.command(['list'], LEASE).finished;
    expect(jsonOf<readonly Standing[]>(listed)[0]).toMatchObject({ goneDriver: driver });
    const approved = await world.command(['approve', owners.execution], LEASE, 'as text').finished;
    expect(approved.stdout).toContain(
      `Run ${owners.execution} stands still: its ${driver} is gone. Go on with "penstock resume ${owners.execution}".`,
    );

    const [one, other] = [resume(owners), resume(owners)];
    await owners.approveWhileRunning([one, other]);
    const ended = [await one, await other].sort((a, b) => (a.code ?? 0) - (b.code ?? 0));
    expect(ended.map(({ code }) => code)).toEqual([0, 2]);
    expect(messageOf(ended[1])).toContain('is driven by process');
    expect(world.sideEffects()).toBe('begin\nend\nbegin\nend\n');
  },
  WITHIN_MS,
);

function resume(owners: Owners): Promise<Finished> {
  return world.command(['resume', owners.execution], LEASE).finished;
}

async function standing(owners: Owners): Promise<Standing> {
  return jsonOf<Standing>(await world.command(['status', owners.execution], LEASE).finished);
}

function messageOf(finished: Finished | undefined): string {
  return finished === undefined ? '' : jsonOf<{ message: string }>(finished).message;
}
