// The clouds of steps that need none: whoever asks for one is a defect.
import type { Clouds } from '../src/cloud/clouds.ts';

const none = (): never => {
  throw new Error('a step that needs no cloud has asked for one');
};

export const noClouds: Clouds = { loadBalancers: none, elastigroups: none, metrics: none };
