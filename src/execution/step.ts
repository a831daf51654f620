// The step contract: all that the code of a Harness step may use, and what it must answer.
import type { Clock } from '../lib/clock.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import type { NodePath, StageNode } from '../plan/plan.ts';
import type { ApprovalRequest, ChoiceRequest, Failure, Leftover, WaitRequest } from './event.ts';
import type { ExecutionId } from './journal.ts';

/** `approval` ends the active part: from then on the engine waits for people, and nothing runs. */
export type StepResult =
  | {
      readonly status: 'succeeded';
      readonly output?: JsonObject;
      readonly leftovers?: readonly Leftover[];
      /** The `what` of leftovers of earlier steps that are gone now; others are not harmed. */
      readonly cleared?: readonly string[];
      /** The word of a rollback step: but for its leftovers, all that the stage changed is as before. */
      readonly putBack?: true;
    }
  | {
      readonly status: 'failed';
      readonly failure: Failure;
      readonly leftovers?: readonly Leftover[];
    }
  | { readonly status: 'approval'; readonly approval: ApprovalRequest };

/**
 * `run` may be called again for the same attempt after a crash, from the top: facts and confirmed
 * effects of the attempt are found again under their names, so the second run repeats nothing.
 * It throws only `StepFailure` (an outcome), the signal's reason, or a defect.
 * `spec` has every expression filled in; a shape that does not fit is an outcome too.
 */
export interface StepDefinition {
  readonly type: string;
  /** The first segments of names that the step fills in itself; expressions with them stay in its spec. */
  readonly names?: readonly string[];
  run(spec: JsonObject, context: StepContext): Promise<StepResult>;
  /**
   * One look at what a waiting gate of this type must know; it reads only. Called at most once per
   * `watchEveryMs` of the approval, by one owner at a time; another owner may repeat a look.
   */
  watch?(context: WatchContext): Promise<WatchWord>;
}

/** The part of a step's context that reads; `deadlineAt` is when the look must be over. */
export type WatchContext = Pick<
  StepContext,
  'path' | 'attempt' | 'stage' | 'deadlineAt' | 'signal' | 'clock' | 'facts' | 'log'
>;

/** `says` is for people and should stay the same as long as the matter does. */
export interface WatchWord {
  readonly isWell: boolean;
  readonly says: string;
  readonly failure?: Failure;
}

/** An outcome thrown from inside a step; the engine records it as `failed`. */
export class StepFailure extends Error {
  override readonly name = 'StepFailure';
  readonly failure: Failure;
  readonly leftovers: readonly Leftover[];
  constructor(failure: Failure, leftovers: readonly Leftover[] = [], options?: ErrorOptions) {
    super(failure.message, options);
    this.failure = failure;
    this.leftovers = leftovers;
  }
}

export interface StepContext {
  readonly execution: ExecutionId;
  readonly path: NodePath;
  readonly attempt: number;
  readonly stage: StageNode;
  readonly startedBy: string;
  /** Another process has driven this run before: the last write that it sent may still arrive. */
  readonly isTakenOver: boolean;
  /** When this attempt began, whatever process began it, on the clock below. */
  readonly startedAt: number;
  /** When this attempt's time is over, on the clock below. */
  readonly deadlineAt: number;
  /** Aborts when the step is cancelled (its reason says why) or when this process lets go of the run. */
  readonly signal: AbortSignal;
  readonly clock: Clock;

  /** Does something to the world at most once; see `Effect`. */
  effect<Result extends Json>(effect: Effect<Result>): Promise<Result>;

  /** Records a fact; for the same name and key in the same attempt the first value stands and is answered. */
  fact(name: string, key: string, value: Json): Promise<Json>;

  /** Every fact of this name recorded so far in the whole execution, oldest first. */
  facts(name: string): readonly RecordedFact[];

  /**
   * Asks a person, and answers the option chosen. While nobody has chosen, the step does not run: this
   * throws `AwaitsChoice`, which must leave the step, and the same attempt runs again from the top
   * once the answer is there. An unanswered choice ends with the step's time.
   */
  choice(choice: ChoiceRequest): Promise<string>;

  /**
   * Waits without running: while what is waited for has not come, this throws `AwaitsEnd`, which must
   * leave the step, and the same attempt runs again from the top once it has. A wait that does not
   * end ends with the step's time.
   */
  wait(wait: WaitRequest): Promise<void>;

  /** The text with every secret of this attempt hidden. */
  mask(text: string): string;

  /** A secret that the script has made, as its output may hold it; from here on it is hidden, too. */
  seal(value: string): JsonObject;

  /** Runs a script at most once per attempt, or per `name` in it, and waits for it; see `Scripts`. */
  script(script: ScriptRequest): Promise<ScriptResult>;

  /** Adds a line to the step's log. The log is for people: nothing is decided by it. */
  log(line: string): void;

  /** Where the logs of this execution's steps lie, for people to open. */
  readonly logFolder: string;
}

/**
 * `act` sends the write once. When its answer is lost (it throws a `CloudError` of kind
 * `unknown-outcome`, or the process died), the engine waits `settleMs`, calls `readBack`, and only
 * a negative answer after that lets it act again. Any other throw means that nothing was changed.
 * `act` and `readBack` get the journalled request, which may come from an earlier process.
 */
export interface Effect<Result extends Json> {
  /** Unique within the attempt. */
  readonly name: string;
  readonly request: Json;
  readonly changesWorld: boolean;
  readonly settleMs: number;
  /** For putting traffic back: not cut by a time-out or an abort, only by losing the run. */
  readonly isUncut?: boolean;
  /** Asked before each sending, also of a repeat; what it throws means that nothing was sent. */
  ready?(): Promise<void>;
  act(request: Json): Promise<Result>;
  readBack(
    request: Json,
  ): Promise<{ readonly applied: true; readonly result: Result } | { readonly applied: false }>;
}

export interface RecordedFact {
  readonly path: NodePath;
  readonly attempt: number;
  readonly at: number;
  readonly key: string;
  readonly value: Json;
}

export interface ScriptRequest {
  /** Tells several scripts of one attempt apart. */
  readonly name?: string;
  /** It is ended after so long. */
  readonly limitMs?: number;
  readonly shell: 'Bash';
  readonly text: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Shell variables whose values are read when the script ends with 0. */
  readonly outputs: readonly string[];
}

export type ScriptResult =
  | {
      readonly status: 'exited';
      readonly exitCode: number;
      readonly outputs: Readonly<Record<string, string>>;
    }
  | {
      readonly status: 'lost';
      /** What is known of its end, as half a sentence; absent where nothing is. */
      readonly known?: string;
    }
  /** It took longer than its limit, and was ended. */
  | { readonly status: 'timed-out' };

/**
 * The port to whatever runs scripts. `key` names one run for ever: starting a key that was started
 * before attaches to it. `lost` means that it ran and that nobody will know how it ended.
 * Aborting the signal kills the script's whole process group only when the reason is a
 * `Cancelled`; otherwise this process merely stops waiting.
 */
export interface Scripts {
  run(
    key: string,
    request: ScriptRequest,
    log: (line: string) => void,
    signal: AbortSignal,
  ): Promise<ScriptResult>;

  /**
   * Removes what is left of a script that has ended: its text and its raw output may hold secrets.
   * Only once what came of it is recorded: the key must not be run again after that. What still runs
   * stays. May be repeated.
   */
  forget?(key: string): void;

  /** The same for every key that begins with `<execution>:`, at the end of the execution. */
  forgetAll?(execution: string): void;
}

/** Leaves a step that waits without running. */
export class AwaitsEnd extends Error {
  override readonly name = 'AwaitsEnd';
  readonly wait: WaitRequest;
  constructor(wait: WaitRequest) {
    super(wait.says);
    this.wait = wait;
  }
}

/** Leaves a step that waits for a person's choice. */
export class AwaitsChoice extends Error {
  override readonly name = 'AwaitsChoice';
  readonly choice: ChoiceRequest;
  constructor(choice: ChoiceRequest) {
    super(choice.question);
    this.choice = choice;
  }
}

/** The reason of an aborted signal when the step itself must stop. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
  readonly why: CancelReason;
  constructor(why: CancelReason) {
    super(CANCELLED[why]);
    this.why = why;
  }
}

/** `mark`: a person has marked the step as failed. */
export type CancelReason = 'abort' | 'timeout' | 'mark';

const CANCELLED: Readonly<Record<CancelReason, string>> = {
  abort: 'the run was aborted',
  timeout: 'the step ran out of time',
  mark: 'the step was marked as failed',
};

/** The reason of an aborted signal when this process no longer owns the run; nothing may be undone. */
export class LetGo extends Error {
  override readonly name = 'LetGo';
}
