// One target group: which targets it has, when they are checked and how they drain.

import type { Waits } from '../timers.ts';
import type { World } from '../world.ts';
import type { TargetGroupSpec } from '../world-spec.ts';
import { settleSlowStart } from './slow-start.ts';
import { countCheck, type Target, type TargetState } from './target.ts';

export interface TargetGroup {
  readonly spec: TargetGroupSpec;
  /** What follows goes by the new settings; the ARN stays. */
  configure(spec: TargetGroupSpec): void;
  isUsed(): boolean;
  /** Only a target group that some rule names has its targets checked, whatever the weight. */
  setUsed(isUsed: boolean): void;
  targets(): readonly Target[];
  /** Without a port the target group's own. Repeating it changes nothing. */
  register(instanceId: string, port?: number, state?: TargetState): void;
  /** Draining lasts the whole delay, even when nothing is in flight. Unknown targets are ignored. */
  deregister(instanceId: string, port?: number): void;
  /** A wait of this target has ended. */
  wake(key: string, step: string): void;
  save(): SavedTargetGroup;
  /** Checks that are under way are not answered to it any more. */
  abandon(): void;
}

export interface SavedTargetGroup {
  readonly spec: TargetGroupSpec;
  readonly isUsed: boolean;
  readonly targets: readonly [string, Target][];
}

export interface TargetGroupNeeds {
  readonly world: World;
  /** Keys are the ARN, a blank and the target's own key. */
  readonly waits: Waits;
  /** Called after every change of its settings, of which targets there are and what state they have. */
  readonly changed: (targetGroupArn: string) => void;
}

export function createTargetGroup(
  needs: TargetGroupNeeds,
  first: Pick<SavedTargetGroup, 'spec'> & Partial<SavedTargetGroup>,
): TargetGroup {
  const { world, waits } = needs;
  let { spec } = first;
  const changed = (): void => needs.changed(spec.arn);
  const random = world.random(`checks of ${spec.arn}`);
  const targets = new Map<string, Target>(first.targets);
  let used = first.isUsed ?? false;
  const waitKey = (key: string): string => `${spec.arn} ${key}`;

  const start = (key: string, target: Target, state: TargetState): void => {
    beginLife(target, used ? state : 'unused');
    waits.cancel(waitKey(key));
    if (used) waits.set(waitKey(key), random.within([1, spec.healthCheck.intervalMs]), 'check');
  };

  return {
    get spec(): TargetGroupSpec {
      return spec;
    },
    configure(next) {
      spec = next;
      changed();
    },
    isUsed: () => used,
    setUsed(isUsed) {
      if (used === isUsed) return;
      used = isUsed;
      for (const [key, target] of targets) {
        if (target.state !== 'draining') start(key, target, 'initial');
      }
      changed();
    },
    targets: () => [...targets.values()],
    register(instanceId, port = spec.port, state = 'initial') {
      const key = `${instanceId}:${port}`;
      const known = targets.get(key);
      if (known !== undefined && known.state !== 'draining') return;
      const target = newTarget(instanceId, port);
      targets.set(key, target);
      start(key, target, state);
      changed();
    },
    deregister(instanceId, port) {
      for (const [key, target] of targets) {
        if (target.instanceId !== instanceId || target.state === 'draining') continue;
        if (port !== undefined && target.port !== port) continue;
        waits.cancel(waitKey(key));
        if (!used) {
          targets.delete(key);
          continue;
        }
        target.state = 'draining';
        target.life += 1;
        waits.set(waitKey(key), spec.deregistrationDelayMs, 'drained');
      }
      changed();
    },
    wake(key, step) {
      const target = targets.get(key);
      if (target === undefined) return;
      if (step === 'drained') {
        targets.delete(key);
        changed();
        return;
      }
      waits.set(waitKey(key), spec.healthCheck.intervalMs, 'check');
      runCheck(world, spec, target, () => {
        settleSlowStart(target, [...targets.values()], spec, world.clock.now());
        changed();
      });
    },
    save: () => ({ spec, isUsed: used, targets: [...targets] }),
    abandon() {
      for (const target of targets.values()) target.life += 1;
    },
  };
}

function beginLife(target: Target, state: TargetState): void {
  target.state = state;
  delete target.slowStart;
  target.life += 1;
  target.checked = false;
  target.passes = 0;
  target.failures = 0;
}

function newTarget(instanceId: string, port: number): Target {
  return {
    instanceId,
    port,
    state: 'unused',
    life: 0,
    checked: false,
    passes: 0,
    failures: 0,
    failure: undefined,
  };
}

function runCheck(world: World, spec: TargetGroupSpec, target: Target, changed: () => void): void {
  const { life, state } = target;
  const groupId = world.ec2.running(target.instanceId)?.groupId;
  const { path, timeoutMs, port: ownPort } = spec.healthCheck;
  const check = {
    port: target.port,
    path,
    timeoutMs,
    ...(ownPort === undefined ? {} : { ownPort }),
  };
  world.ec2.check(target.instanceId, check, (answer) => {
    if (target.life !== life) return;
    const status = world.faults.healthStatus(target.instanceId, groupId, spec.arn);
    const counted = status === undefined ? answer : ({ kind: 'answered', status } as const);
    countCheck(target, counted, spec.healthCheck);
    if (target.state !== state) changed();
  });
}
