// What customers see of whole deployments: clients send 300 requests a second through each, and none may be lost.
import { expect, test } from 'vitest';
import { faultsOf } from '../../src/app/twin/twin-faults.ts';
import type { ExecutionEvent } from '../../src/execution/event.ts';
import { FACT, type Rung, type Setup } from '../../src/traffic/facts.ts';
import { deployNaively } from './naive-deployment.ts';
import { startObservedShop } from './observed-shop.ts';

const WITHIN_MS = 200_000;
/** The last gate: half of the customers are on green when it opens. */
const LAST_GATE = /Prod_Shift\[2\]/;

test(
  'a whole deployment loses no request',
  async () => {
    await using shop = await startObservedShop();
    const { end } = await shop.deploy({});
    const requests = await shop.count('a whole deployment');
    expect(end).toBe('Success');
    expect(requests).toMatchObject({ failed: 0, byVersion: bothVersions });
  },
  WITHIN_MS,
);

test(
  'one that is rejected with half of the customers on green and goes back loses no request',
  async () => {
    await using shop = await startObservedShop();
    const { end } = await shop.deploy({ rejects: LAST_GATE });
    const requests = await shop.count('rejected at half and rolled back');
    expect(end).toBe('RolledBack');
    expect(requests).toMatchObject({ failed: 0, byVersion: bothVersions });
  },
  WITHIN_MS,
);

test(
  'one in which Spot takes a third of green back in the middle of a shift loses no request',
  async () => {
    await using shop = await startObservedShop({ instances: 3 });
    let green: string | undefined;
    const { end, events } = await shop.deploy({
      async onEvent(event) {
        green = greenOf(event) ?? green;
        if (green === undefined || !isSettling(event, 'prod-50')) return;
        const fault = { kind: 'interruption', groupId: green };
        await faultsOf(shop.rehearsal.twin.url).inject(fault);
      },
    });
    const requests = await shop.count('a third of green interrupted at prod-50');
    expect(events.filter(isSpotMove)).not.toHaveLength(0);
    expect(end).toBe('Success');
    expect(requests).toMatchObject({ failed: 0, byVersion: bothVersions });
  },
  WITHIN_MS,
);

/** The nodes of the load balancer disagree for up to a minute, and an instance that goes is gone at once. */
const HARSH = { propagation: '[0, 60000]', drainingSeconds: 0 };

test(
  'one behind nodes that learn of changes up to a minute late loses no request',
  async () => {
    await using shop = await startObservedShop(HARSH);
    const { end } = await shop.deploy({});
    const requests = await shop.count('nodes up to 60 s late');
    expect(end).toBe('Success');
    expect(requests).toMatchObject({ failed: 0, byVersion: bothVersions });
  },
  WITHIN_MS,
);

test(
  'the naive order loses requests behind the same nodes, so lost ones are seen',
  async () => {
    await using shop = await startObservedShop(HARSH);
    await deployNaively(shop.rehearsal.twin);
    const requests = await shop.count('control: rename, shift, scale down at once');
    expect(requests.byVersion).toMatchObject(bothVersions);
    expect(requests.failed).toBeGreaterThan(0);
  },
  WITHIN_MS,
);

const bothVersions = { 1: expect.any(Number), 2: expect.any(Number) };

function greenOf(event: ExecutionEvent): string | undefined {
  if (event.type !== 'FactRecorded' || event.name !== FACT.setup) return undefined;
  return (event.value as unknown as Setup).green?.id;
}

function isSettling(event: ExecutionEvent, rung: string): boolean {
  if (event.type !== 'FactRecorded' || event.name !== FACT.rung) return false;
  const value = event.value as unknown as Rung;
  return value.rung === rung && value.state === 'settling';
}

function isSpotMove(event: ExecutionEvent): boolean {
  return event.type === 'FactRecorded' && event.name === FACT.spotMove;
}
