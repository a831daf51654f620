// The instances that exist, between the model that wants them and the host where they run.
import type { CheckResult, HealthCheck, InstanceHost } from './instance-host.ts';

interface Ec2Instance {
  readonly instanceId: string;
  readonly groupId: string;
  readonly amiId: string;
  readonly userData: string;
}

export interface Ec2 {
  run(instance: Ec2Instance): void;
  terminate(instanceId: string): void;
  /** Undefined when no such instance runs. */
  running(instanceId: string): Ec2Instance | undefined;
  check(instanceId: string, check: HealthCheck, done: (result: CheckResult) => void): void;
  close(): void;
}

export function createEc2(host: InstanceHost): Ec2 {
  const running = new Map<string, Ec2Instance>();
  const terminate = (instanceId: string): void => {
    if (running.delete(instanceId)) host.terminate(instanceId);
  };
  return {
    run(instance) {
      running.set(instance.instanceId, instance);
      const { instanceId, amiId, userData } = instance;
      host.launch({ instanceId, amiId, userData });
    },
    terminate,
    running: (instanceId) => running.get(instanceId),
    check: (instanceId, check, done) => host.check(instanceId, check, done),
    close() {
      for (const instanceId of [...running.keys()]) terminate(instanceId);
    },
  };
}
