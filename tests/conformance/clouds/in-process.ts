// Opens the in-process adapters straight on a twin.
import { createTwinClouds } from '../../../src/cloud/twin/twin-clouds.ts';
import type { CloudSetup } from './cloud-bench.ts';

export const inProcess: CloudSetup = async (twin) => ({
  clouds: createTwinClouds(twin),
  close: async () => {},
});
