// A scenario as its folder holds it: what it shows, the project and world it takes, and what people and faults do meanwhile.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { InterventionAction } from '../../src/execution/event.ts';
import { parseDuration } from '../../src/lib/duration.ts';
import { isJsonObject, type Json, type JsonObject } from '../../src/lib/json.ts';
import type { Binding } from '../../src/pipeline/pipeline.ts';
import type { Policy } from '../../src/traffic/policy.ts';
import { ACTIONS } from '../../src/view/interventions.ts';
import { thirdPartyFile } from '../third-party.ts';

export interface Scenario {
  readonly folder: string;
  /** One sentence. */
  readonly shows: string;
  readonly projectFolder: string;
  readonly pipelineFile: string | undefined;
  /** Third-party data that this machine does not have. */
  readonly missing: string | undefined;
  readonly bindings: readonly Binding[];
  readonly worldChanges: JsonObject;
  /** Changes to the group document of every stage. */
  readonly documentChanges: JsonObject | undefined;
  readonly startedBy: string;
  /** By host; a host that is not named gets no requests. */
  readonly requestsPerSecond: Readonly<Record<string, number>>;
  readonly people: readonly PersonSpec[];
  /** The answers to what steps ask, in the order in which they ask. */
  readonly choices: readonly ChoiceSpec[];
  /** The words on steps that broke and wait for one, in the order in which they wait. */
  readonly interventions: readonly InterventionSpec[];
  /** Who pauses the run at a moment, and for how long. */
  readonly holds: readonly HoldSpec[];
  /** What is given to steps that ask before they begin, in the order in which they ask. */
  readonly given: readonly GivenSpec[];
  /** The second run is a retry of the first, from this place. */
  readonly retry: { readonly from: string | undefined } | undefined;
  readonly faults: readonly FaultSpec[];
  readonly crashes: readonly CrashSpec[];
  /** Changes to the policy of every environment. */
  readonly policy: Partial<Policy>;
  /** So many executions of the same pipeline, one after the other, in one world. */
  readonly runs: number;
  readonly pauseMs: number;
  /** Why requests are lost here all the same; undefined when none may be. */
  readonly losses: string | undefined;
}

/** `gate` is a rung (`prod-50`), a step's identifier, or `every`: each gate that no other entry names. */
export interface PersonSpec {
  readonly gate: string;
  readonly decision: 'approve' | 'reject' | 'abort' | 'nobody';
  readonly by: string;
  readonly afterMs: number;
}

export interface ChoiceSpec {
  readonly option: string;
  readonly by: string;
  readonly afterMs: number;
}

export interface InterventionSpec {
  readonly action: InterventionAction;
  readonly by: string;
  readonly afterMs: number;
}

export interface HoldSpec {
  /** See `event-pattern.ts`. */
  readonly when: string;
  readonly by: string;
  readonly forMs: number;
}

export interface GivenSpec {
  readonly values: Readonly<Record<string, string>>;
  readonly by: string;
  readonly afterMs: number;
}

export interface FaultSpec {
  /** See `event-pattern.ts`. */
  readonly when: string;
  readonly fault: JsonObject;
}

/** The engine ends abruptly at a moment, and for some time nobody goes on with the run. */
export interface CrashSpec {
  /** See `event-pattern.ts`. */
  readonly when: string;
  readonly restMs: number;
}

const root = resolve(import.meta.dirname, '../..');
const duration = z.string().transform((text, context) => {
  const durationMs = parseDuration(text);
  if (durationMs !== undefined) return durationMs;
  context.addIssue({ code: 'custom', message: `"${text}" is no duration` });
  return z.NEVER;
});
const object = z.custom<JsonObject>((value) => isJsonObject(value as Json), 'must be an object');
const texts = z.record(z.string(), z.string()).default({});

const schema = z.strictObject({
  shows: z.string().min(1),
  project: z.string().default('examples/shop'),
  pipeline: z.string().optional(),
  thirdPartyPipeline: z.string().optional(),
  input: texts,
  set: texts,
  world: object.default({}),
  document: object.optional(),
  startedBy: z.string().default('olga'),
  requestsPerSecond: z.record(z.string(), z.number()).optional(),
  people: z
    .array(
      z.strictObject({
        gate: z.string(),
        decision: z.enum(['approve', 'reject', 'abort', 'nobody']),
        by: z.string().default('ada'),
        after: duration.default(60_000),
      }),
    )
    .default([]),
  choices: z
    .array(
      z.strictObject({
        option: z.string(),
        by: z.string().default('ada'),
        after: duration.default(60_000),
      }),
    )
    .default([]),
  interventions: z
    .array(
      z.strictObject({
        action: z.enum(ACTIONS),
        by: z.string().default('ada'),
        after: duration.default(60_000),
      }),
    )
    .default([]),
  holds: z
    .array(z.strictObject({ when: z.string(), by: z.string().default('ada'), for: duration }))
    .default([]),
  given: z
    .array(
      z.strictObject({
        values: z.record(z.string(), z.string()),
        by: z.string().default('ada'),
        after: duration.default(60_000),
      }),
    )
    .default([]),
  retry: z.strictObject({ from: z.string().optional() }).optional(),
  policy: z
    .strictObject({
      foreignHand: z.enum(['ask', 'goBack']).optional(),
      whileWaiting: z.enum(['tell', 'goBack']).optional(),
      spotMoves: z.enum(['wait', 'goBack']).optional(),
    })
    .default({}),
  faults: z.array(z.strictObject({ when: z.string(), fault: object })).default([]),
  crashes: z
    .array(z.strictObject({ when: z.string(), rest: duration.default(60_000) }))
    .default([]),
  runs: z.int().min(1).default(1),
  pause: duration.default(600_000),
  losses: z.string().optional(),
});

const USUAL_TRAFFIC = { 'shop.example': 20, 'stage.shop.example': 2, 'dev.shop.example': 2 };

export function readScenario(folder: string): Scenario {
  const given = schema.parse(parse(readFileSync(join(folder, 'scenario.yaml'), 'utf8')));
  const { thirdPartyPipeline } = given;
  const projectFolder = join(root, given.project);
  const own = given.pipeline === undefined ? undefined : join(projectFolder, given.pipeline);
  const pipelineFile = thirdPartyPipeline === undefined ? own : thirdPartyFile(thirdPartyPipeline);
  if (!existsSync(projectFolder)) throw new Error(`${folder}: there is no ${given.project}`);
  return {
    folder,
    shows: given.shows,
    projectFolder,
    pipelineFile,
    missing: pipelineFile === undefined ? thirdPartyPipeline : undefined,
    bindings: [...bindingsOf('input', given.input), ...bindingsOf('set', given.set)],
    worldChanges: given.world,
    documentChanges: given.document,
    startedBy: given.startedBy,
    requestsPerSecond: given.requestsPerSecond ?? USUAL_TRAFFIC,
    people: given.people.map(({ after, ...person }) => ({ ...person, afterMs: after })),
    choices: given.choices.map(({ after, ...choice }) => ({ ...choice, afterMs: after })),
    interventions: given.interventions.map(({ after, ...word }) => ({ ...word, afterMs: after })),
    holds: given.holds.map(({ for: forMs, ...hold }) => ({ ...hold, forMs })),
    given: given.given.map(({ after, ...word }) => ({ ...word, afterMs: after })),
    retry: given.retry && { from: given.retry.from },
    faults: given.faults,
    crashes: given.crashes.map(({ when, rest }) => ({ when, restMs: rest })),
    policy: given.policy as Partial<Policy>,
    runs: given.retry === undefined ? given.runs : 2,
    pauseMs: given.pause,
    losses: given.losses,
  };
}

function bindingsOf(by: Binding['by'], given: Readonly<Record<string, string>>): Binding[] {
  return Object.entries(given).map(([path, value]) => ({ by, path, value }));
}
