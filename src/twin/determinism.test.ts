// The same world, clock and calls make the same history, to the last id and request.
import { expect, test } from 'vitest';
import { twinBench } from '../../tests/twin-bench.ts';
import {
  AMI_2,
  BLUE,
  forward,
  GREEN,
  groupDocument,
  PROD_RULE,
  twinWorld,
} from '../../tests/twin-world.ts';
import type { JsonObject } from '../lib/json.ts';
import { startSimulatedTraffic } from './simulated-traffic.ts';

async function history(seed: number): Promise<JsonObject> {
  const { clock, twin, host } = twinBench(twinWorld({ seed }));
  startSimulatedTraffic({
    clock,
    twin,
    host,
    sources: [{ host: 'shop.example', requestsPerSecond: 5 }],
  });
  twin.spot.create(groupDocument('green', GREEN, 2, AMI_2));
  await clock.advance(200_000);
  twin.elbv2.modifyRule({ RuleArn: PROD_RULE, Actions: [forward({ [BLUE]: 1, [GREEN]: 1 })] });
  await clock.advance(200_000);
  return twin.inspect();
}

test('one seed, one history; another seed, another one', async () => {
  const first = await history(1);
  expect(await history(1)).toEqual(first);
  expect(await history(2)).not.toEqual(first);
});
