// The world in which a deployment begins, by how many have gone before it, and pictures of it to compare.
import type { JsonObject } from '../../src/lib/json.ts';
import { canonicalActions } from '../../src/traffic/actions.ts';
import type { Twin } from '../../src/twin/twin.ts';
import type { WorldSpec } from '../../src/twin/world-spec.ts';
import { hashOf } from '../scenarios/one-run.ts';
import { lookAt } from '../scenarios/world-state.ts';
import {
  BLUE,
  forward,
  GREEN,
  groupDocument,
  LISTENER,
  LIVE_GROUP,
  LOAD_BALANCER,
  PROD_RULE,
  twinWorld,
} from '../twin-world.ts';

/** Nothing is live; one group is live; one is live and the one before it is still kept warm. */
export type Deployment = 'first' | 'second' | 'third';

const TEST_LISTENER = LISTENER.replace('f2f7dc8efc522ab2', 'a6d2cf0e7c5b9134');
export const STAGE_RULE: string = PROD_RULE.replace(
  'f2f7dc8efc522ab2/9683b2d02a6cabee',
  'a6d2cf0e7c5b9134/1291d13826f405c3',
);
/** What the deployment before the last one left under the stage name. */
const LEFTOVER_GROUP = 'sig-00000002';

const TASKS = [{ taskType: 'backup_ami', cronExpression: '0 3 * * *', isEnabled: true }];
const NOTHING = [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }];

export function worldOf(deployment: Deployment): WorldSpec {
  const groups = {
    first: [],
    second: [liveGroup()],
    third: [liveGroup(), leftoverGroup()],
  }[deployment];
  const listener = (arn: string, port: number, rule: string, host: string): JsonObject => ({
    arn,
    port,
    defaultActions: NOTHING,
    rules: [
      {
        arn: rule,
        priority: 10,
        conditions: [{ Field: 'host-header', Values: [host] }],
        actions: [forward({ [BLUE]: 100, [GREEN]: 0 })],
      },
    ],
  });
  const listeners = [
    listener(LISTENER, 80, PROD_RULE, 'shop.example'),
    listener(TEST_LISTENER, 8080, STAGE_RULE, 'stage.shop.example'),
  ];
  return twinWorld({ loadBalancers: [{ arn: LOAD_BALANCER, name: 'shop', listeners }], groups });
}

/** Its minimum is below its size, its tasks run, and somebody has suspended a process of it by hand. */
function liveGroup(): JsonObject {
  return groupOf(LIVE_GROUP, 'shop', BLUE, true);
}

function leftoverGroup(): JsonObject {
  return groupOf(LEFTOVER_GROUP, 'shop__STAGE__Harness', GREEN, false);
}

function groupOf(id: string, name: string, targetGroup: string, isEnabled: boolean): JsonObject {
  const document = groupDocument(name, targetGroup, 2);
  const capacity = { minimum: 1, maximum: 4, target: 2, unit: 'instance' };
  const tasks = TASKS.map((task) => ({ ...task, isEnabled }));
  return { id, name, document: { ...document, capacity, scheduling: { tasks } } };
}

const WEEK_MINUTES = 10_080;

export function suspendByHand(twin: Twin, deployment: Deployment): void {
  if (deployment === 'first') return;
  const suspensions = [{ name: 'OUT_OF_STRATEGY', ttlInMinutes: WEEK_MINUTES }];
  twin.spot.suspend(LIVE_GROUP, { suspensions });
}

/** Everything that a way back promises, each part by a name of its own. */
export type Picture = ReadonlyMap<string, string>;

export function pictureOf(twin: Twin): Picture {
  const { rules, groups } = lookAt(twin);
  const parts = new Map<string, string>();
  for (const { arn, actions } of rules) {
    const name = ruleName(arn);
    if (name !== undefined) parts.set(name, hashOf(canonicalActions(actions)));
  }
  const documents = new Map(
    twin.spot.list({ minCreatedAt: 0 }).map((document) => [document['id'], document]),
  );
  for (const { id, name, capacity, suspensions } of groups) {
    const role = roleOf(id);
    const processes = suspensions.map((each) => each.name).sort();
    parts.set(role, id);
    parts.set(`the name of ${role}`, name);
    parts.set(`the capacity of ${role}`, JSON.stringify(capacity));
    parts.set(`the processes of ${role}`, processes.join(', '));
    parts.set(`the tasks of ${role}`, JSON.stringify(documents.get(id)?.['scheduling'] ?? null));
  }
  return parts;
}

/** The names of all groups, in the order of the alphabet. */
export function pictureNames(picture: Picture): readonly string[] {
  const parts = [...picture].filter(([part]) => part.startsWith('the name of '));
  return parts.map(([, name]) => name).sort();
}

export function ruleName(arn: string): string | undefined {
  if (arn === PROD_RULE) return 'the prod rule';
  return arn === STAGE_RULE ? 'the stage rule' : undefined;
}

export function roleOf(id: string): 'blue' | 'the leftover' | 'green' {
  if (id === LIVE_GROUP) return 'blue';
  return id === LEFTOVER_GROUP ? 'the leftover' : 'green';
}
