// Where a twin's instances run: processes of this machine, or servers of this process that behave as their AMI says.
import { join } from 'node:path';
import type { Clock } from '../../lib/clock.ts';
import { createProcessHost, type ProcessHost } from '../../twin/data-plane/process-host.ts';
import { createSimulatedServers } from '../../twin/data-plane/simulated-servers.ts';
import { createSimulatedHost } from '../../twin/simulated-host.ts';
import { localAmis } from './local-amis.ts';
import type { TwinSettings } from './twin-settings.ts';

/** Throws when an AMI of a world with processes has no program. */
export function createInstances(settings: TwinSettings, clock: Clock): ProcessHost {
  const { spec, programFolder } = settings;
  if (settings.instances === 'simulated') {
    return createSimulatedServers(createSimulatedHost(clock, spec));
  }
  const amis = localAmis(spec.amis, programFolder);
  return createProcessHost({ amis, logFolder: instanceLogs(settings) });
}

/** Gets `<instance id>.log` of each process. */
export function instanceLogs({ stateFolder }: TwinSettings): string {
  return join(stateFolder, 'instances');
}
