// One target group: which targets it has, when they are checked and how they drain.

import type { World } from '../world.ts';
import type { TargetGroupSpec } from '../world-spec.ts';
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
}

/** `changed` is called after every change of its settings, of which targets there are and what state they have. */
export function createTargetGroup(
  world: World,
  first: TargetGroupSpec,
  changed: () => void,
): TargetGroup {
  let spec = first;
  const random = world.random(`checks of ${spec.arn}`);
  const targets = new Map<string, Target>();
  let used = false;

  const scheduleCheck = (target: Target, delayMs: number): void => {
    target.cancel();
    target.cancel = world.timers.after(delayMs, () => {
      scheduleCheck(target, spec.healthCheck.intervalMs);
      runCheck(world, spec, target, changed);
    });
  };
  const start = (target: Target, state: TargetState): void => {
    target.state = used ? state : 'unused';
    target.life += 1;
    target.checked = false;
    target.passes = 0;
    target.failures = 0;
    target.cancel();
    if (used) scheduleCheck(target, random.within([1, spec.healthCheck.intervalMs]));
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
      for (const target of targets.values()) {
        if (target.state !== 'draining') start(target, 'initial');
      }
      changed();
    },
    targets: () => [...targets.values()],
    register(instanceId, port = spec.port, state = 'initial') {
      const key = `${instanceId}:${port}`;
      const known = targets.get(key);
      if (known !== undefined && known.state !== 'draining') return;
      known?.cancel();
      const target = newTarget(instanceId, port);
      targets.set(key, target);
      start(target, state);
      changed();
    },
    deregister(instanceId, port) {
      for (const [key, target] of targets) {
        if (target.instanceId !== instanceId || target.state === 'draining') continue;
        if (port !== undefined && target.port !== port) continue;
        target.cancel();
        if (!used) {
          targets.delete(key);
          continue;
        }
        target.state = 'draining';
        target.life += 1;
        target.cancel = world.timers.after(spec.deregistrationDelayMs, () => {
          targets.delete(key);
          changed();
        });
      }
      changed();
    },
  };
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
    cancel: () => undefined,
  };
}

function runCheck(world: World, spec: TargetGroupSpec, target: Target, changed: () => void): void {
  const { life, state } = target;
  const groupId = world.ec2.running(target.instanceId)?.groupId;
  const { path, timeoutMs } = spec.healthCheck;
  world.ec2.check(target.instanceId, { port: target.port, path, timeoutMs }, (answer) => {
    if (target.life !== life) return;
    const isMadeToFail = world.faults.failsHealth(groupId, spec.arn);
    countCheck(target, isMadeToFail ? { kind: 'answered', status: 500 } : answer, spec.healthCheck);
    if (target.state !== state) changed();
  });
}
