// A twin in real time whose listener is a real socket and whose two groups are served by cheap targets.
import { createSystemClock } from '../../src/app/system-clock.ts';
import type { JsonObject } from '../../src/lib/json.ts';
import { createTwin } from '../../src/twin/create-twin.ts';
import {
  type DataPlane,
  type RoutedTwin,
  startDataPlane,
} from '../../src/twin/data-plane/data-plane.ts';
import type { InstanceHost } from '../../src/twin/instance-host.ts';
import type { Twin } from '../../src/twin/twin.ts';
import {
  AMI_1,
  AMI_2,
  BLUE,
  forward,
  GREEN,
  groupDocument,
  LISTENER,
  LOAD_BALANCER,
  PROD_RULE,
  twinWorld,
} from '../twin-world.ts';
import { startTargets } from './load-programs.ts';

export interface ServedWorld {
  readonly twin: Twin;
  readonly plane: DataPlane;
  /** Of the listener. */
  readonly port: number;
  /** The targets by name: `blue` and `green`. */
  readonly targetPorts: Readonly<Record<string, number>>;
  /** How many requests the data plane has answered. */
  answered(): number;
  weigh(blue: number, green: number): void;
  close(): Promise<void>;
}

const UNLIMITED = { size: 100_000, refillPerSecond: 100_000 };

/** Each group has two instances; one target process answers for all of a group. */
export async function startServedWorld(first: {
  readonly blue: number;
  readonly green: number;
}): Promise<ServedWorld> {
  const targets = await startTargets(['blue', 'green']);
  const addresses = new Map<string, { readonly host: string; readonly port: number }>();
  const host: InstanceHost = {
    launch({ instanceId, amiId }) {
      const port = targets.ports[amiId === AMI_1 ? 'blue' : 'green'] ?? 0;
      addresses.set(instanceId, { host: '127.0.0.1', port });
    },
    terminate: (instanceId) => void addresses.delete(instanceId),
    check: (_instanceId, _check, done) => done({ kind: 'answered', status: 200 }),
  };
  const spec = twinWorld({
    loadBalancers: [shop(forward({ [BLUE]: first.blue, [GREEN]: first.green }))],
    groups: [
      { id: 'sig-00000001', name: 'blue', document: groupDocument('blue', BLUE, 2, AMI_1) },
      { id: 'sig-00000002', name: 'green', document: groupDocument('green', GREEN, 2, AMI_2) },
    ],
    timing: { propagationMs: [2, 20] },
    limits: { elbv2Describe: UNLIMITED, elbv2Modify: UNLIMITED },
  });
  const twin = createTwin({ clock: createSystemClock(), spec, host });
  const seed = spec.seed;
  const lookUp = { addressOf: (instanceId: string) => addresses.get(instanceId) };
  let answered = 0;
  const counting: RoutedTwin = {
    onRoutingView: twin.onRoutingView,
    recordRequest(record) {
      answered += 1;
      twin.recordRequest(record);
    },
  };
  const plane = await startDataPlane({ twin: counting, host: lookUp, seed });
  return {
    twin,
    plane,
    port: plane.addresses()[0]?.actualPort ?? 0,
    targetPorts: targets.ports,
    answered: () => answered,
    weigh(blue, green) {
      twin.elbv2.modifyRule({
        RuleArn: PROD_RULE,
        Actions: [forward({ [BLUE]: blue, [GREEN]: green })],
      });
    },
    async close() {
      await plane.close();
      twin.close();
      await targets.close();
    },
  };
}

function shop(action: JsonObject): JsonObject {
  const conditions = [{ Field: 'host-header', Values: ['shop.example'] }];
  const rules = [{ arn: PROD_RULE, priority: 10, conditions, actions: [action] }];
  const defaultActions = [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }];
  const listeners = [{ arn: LISTENER, port: 80, defaultActions, rules }];
  return { arn: LOAD_BALANCER, name: 'shop', listeners };
}
