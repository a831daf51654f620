// The settings of one environment that Harness has no field for, with their defaults.

export interface Policy {
  /** How long a weight stands before it may be proven. */
  readonly settleMs: number;
  /** The same for the last rung of a rule. */
  readonly lastSettleMs: number;
  /** How long green is watched after the last rung. */
  readonly bakeMs: number;
  /** A share is judged from this many requests on. */
  readonly minimumRequests: number;
  /** More 5xx than this share of green's requests fails the bake. */
  readonly maximum5xxShare: number;
  /** How many polls in a row must find enough healthy targets. */
  readonly healthyPolls: number;
  /** Proof by requests of our own: the response header that tells versions apart. */
  readonly probe: Probe | undefined;
  /** Rules whose weight on an idle target group is a test, not live traffic. */
  readonly testRules: readonly string[];
  /** What a shift does when somebody else has changed a rule: ask a person, or go back at once. */
  readonly foreignHand: 'ask' | 'goBack';
  /** What happens when green, with weight, falls ill while a gate waits: it is told, or the gate fails. */
  readonly whileWaiting: 'tell' | 'goBack';
  /** What a shift does when Spot's own moves leave a group short: wait for its time, or go back soon. */
  readonly spotMoves: 'wait' | 'goBack';
  /** How long blue is kept warm after a success; undefined: until the next deployment or a clean-up. */
  readonly keepWarmMs: number | undefined;
  /** What becomes of blue then: it stays, it goes when somebody asks, or it may go once the time is over. */
  readonly cleanUp: CleanUp;
}

export type CleanUp = 'never' | 'whenAsked' | 'afterKeepWarm';

export interface Probe {
  readonly header: string;
  readonly requests: number;
}

export const DEFAULT_POLICY: Policy = {
  settleMs: 60_000,
  lastSettleMs: 120_000,
  bakeMs: 300_000,
  minimumRequests: 200,
  maximum5xxShare: 0.01,
  healthyPolls: 2,
  probe: undefined,
  testRules: [],
  foreignHand: 'ask',
  whileWaiting: 'tell',
  spotMoves: 'wait',
  keepWarmMs: undefined,
  cleanUp: 'whenAsked',
};
