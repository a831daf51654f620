// What the server takes at most, and how long it waits: nothing that a client sends is without a bound.
import type { RouteName } from '../../api/route-paths.ts';

export interface Limits {
  readonly bodyBytes: number;
  /** Of the routes that take a pipeline's text or inputs. */
  readonly textBodyBytes: number;
  readonly jsonDepth: number;
  readonly headerBytes: number;
  readonly headers: number;
  readonly addressLength: number;
  readonly headersMs: number;
  /** For a whole request with its body. */
  readonly requestMs: number;
  readonly keepAliveMs: number;
  /** A connection on which nothing moves for so long ends. */
  readonly idleMs: number;
  readonly connections: number;
  readonly requestsPerConnection: number;
  readonly streams: number;
  readonly streamsPerCaller: number;
  readonly heartbeatMs: number;
  /** A watcher that takes nothing for so long is cut; it comes back and resumes. */
  readonly drainMs: number;
  readonly idempotencyMs: number;
  readonly idempotencyKeysPerCaller: number;
  readonly idempotencyAnswerBytes: number;
  /** For what is under way when the server ends. */
  readonly closingMs: number;
}

export const LIMITS: Limits = {
  bodyBytes: 100_000,
  textBodyBytes: 1_048_576,
  jsonDepth: 64,
  headerBytes: 16_384,
  headers: 100,
  addressLength: 8_192,
  headersMs: 10_000,
  requestMs: 30_000,
  keepAliveMs: 30_000,
  idleMs: 60_000,
  connections: 3_000,
  requestsPerConnection: 10_000,
  streams: 2_000,
  streamsPerCaller: 200,
  heartbeatMs: 15_000,
  drainMs: 20_000,
  idempotencyMs: 86_400_000,
  idempotencyKeysPerCaller: 10_000,
  idempotencyAnswerBytes: 4_194_304,
  closingMs: 5_000,
};

/** The routes whose body may be as long as a pipeline. */
export const TAKES_TEXT: ReadonlySet<RouteName> = new Set<RouteName>([
  'validate',
  'createPlan',
  'startRun',
  'giveInputs',
]);
