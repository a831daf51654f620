// The order in which hurried hands deploy: names first, all of the traffic at once, and the old group down in the same breath.
import { join } from 'node:path';
import { readWorld } from '../../src/app/read-world.ts';
import type { RunningTwin } from '../../src/app/twin/twin-settings.ts';
import type { Elastigroup } from '../../src/cloud/elastigroups.ts';
import { sleep } from '../../src/lib/clock.ts';
import { isJsonObject, type JsonObject } from '../../src/lib/json.ts';
import { forwardedTo, withWeights } from '../../src/traffic/actions.ts';
import { root } from '../cli/penstock.ts';
import { httpClouds } from '../conformance/clouds/over-http.ts';
import { eventually } from '../eventually.ts';

const REGION = 'us-east-1';
const NEW_AMI = 'ami-0a1b2c3d4e5f60002';
const HEALTHY_WITHIN_MS = 60_000;
/** On the twin's clock: as long as a person looks before going home. */
const AFTERWARDS_MS = 300_000;

/** Through the same clients as Penstock's; it differs in nothing but the order and the waiting. */
export async function deployNaively(twin: RunningTwin): Promise<void> {
  const { spot } = readWorld(join(root, 'examples/shop/world.yaml'));
  const clouds = httpClouds(twin.url, spot.accountId, spot.token);
  const loadBalancers = clouds.loadBalancers('aws', REGION);
  const elastigroups = clouds.elastigroups('spot');
  const { arn } = await loadBalancers.loadBalancerByName('shop');
  const listeners = await loadBalancers.listeners(arn);
  const rules = (await Promise.all(listeners.map((each) => loadBalancers.rules(each.arn)))).flat();
  const forwarding = rules.filter(({ actions }) => forwardedTo(actions) !== undefined);
  const [live, idle] = forwardedTo(forwarding[0]?.actions ?? []) ?? [];
  if (live === undefined || idle === undefined) throw new Error('the shop has two target groups');
  const [blue] = await elastigroups.list();
  if (blue === undefined) throw new Error('the shop has a group');

  const green = await elastigroups.create(greenDocument(blue, idle.targetGroupArn));
  await eventually(
    'a healthy green',
    async () => {
      const targets = await loadBalancers.targetHealth(idle.targetGroupArn);
      return targets.filter(({ state }) => state === 'healthy').length >= blue.capacity.target;
    },
    HEALTHY_WITHIN_MS,
  );
  await elastigroups.rename(blue.id, `${blue.name}_old`);
  await elastigroups.rename(green.id, blue.name);
  const weights = [
    { ...idle, weight: 100 },
    { ...live, weight: 0 },
  ];
  for (const rule of forwarding) {
    await loadBalancers.writeActions(rule, withWeights(rule.actions, weights));
  }
  await elastigroups.writeCapacity(blue.id, { minimum: 0, target: 0, maximum: 0 });
  await sleep(twin.clock, AFTERWARDS_MS);
}

/** Blue's own document with the new image and the other target group. */
function greenDocument(blue: Elastigroup, targetGroupArn: string): JsonObject {
  const { id: _, createdAt: _c, updatedAt: _u, ...kept } = blue.document;
  const compute = objectIn(kept, 'compute');
  const launchSpecification = {
    ...objectIn(compute, 'launchSpecification'),
    imageId: NEW_AMI,
    loadBalancersConfig: {
      loadBalancers: [{ name: 'shop-b', arn: targetGroupArn, type: 'TARGET_GROUP' }],
    },
  };
  return { ...kept, name: `${blue.name}_new`, compute: { ...compute, launchSpecification } };
}

function objectIn(object: JsonObject, key: string): JsonObject {
  const value = object[key];
  return isJsonObject(value) ? value : {};
}
