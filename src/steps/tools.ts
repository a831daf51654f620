// What every step is made with: the clouds, the policy, and the few functions that need more than pure code.
import type { Clouds } from '../cloud/clouds.ts';
import type { Policy } from '../traffic/policy.ts';
import type { HttpClient, Mailer } from './outside.ts';
import type { ProbeClient } from './probe.ts';

/** What the steps of all stages share; the policy is that of the stage's environment. */
export interface StepMeans extends Omit<StepTools, 'policy'> {
  /** For the environment's identifier; the empty one is a stage that deploys nothing. */
  readonly policy: (environment: string) => Policy;
}

export interface StepTools {
  readonly clouds: Clouds;
  readonly policy: Policy;
  /** A digest of a text: equal texts, equal digests. */
  readonly hash: (text: string) => string;
  readonly probe?: ProbeClient | undefined;
  readonly http?: HttpClient | undefined;
  readonly mailer?: Mailer | undefined;
  /** The world is a twin: nothing but this machine may be reached. */
  readonly isRehearsal?: boolean | undefined;
  /** On a first deployment, healthy targets of the prod target group that belong to no known group are accepted. */
  readonly adoptUnmanaged?: boolean | undefined;
}
