// What the author's texts became and where that came from, noted while the plan is made.
import type { Json } from '../lib/json.ts';
import type { Position } from '../pipeline/diagnostic.ts';
import type { Place } from './names.ts';
import type { NodePath } from './plan.ts';
import type { PlanRequest } from './plan-request.ts';

/** A text of a node that held an expression or an input, or that was bound. */
export interface ResolvedValue {
  /** Of the node of the plan. */
  readonly path: NodePath;
  /** The field's place below the node, or else its whole name. */
  readonly field: string;
  readonly written: string;
  /** What is known only later, a secret above all, stays an expression. */
  readonly value: Json;
  /** In the order in which they were asked for. */
  readonly origins: readonly Origin[];
  readonly position: Position | undefined;
}

/** `path` is by what bindings know the value; `bound` says that one has given it. */
export type Origin =
  | {
      readonly kind: 'written';
      readonly path: string;
      readonly bound: BoundBy | undefined;
      readonly isDefault: boolean;
      readonly position: Position | undefined;
    }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'secret'; readonly identifier: string; readonly isAddress: boolean }
  | { readonly kind: 'rule'; readonly ruleArn: string }
  | { readonly kind: 'file'; readonly name: string }
  | { readonly kind: 'later'; readonly need: string };

export interface BoundBy {
  readonly by: 'input' | 'set';
  /** The input set that gave the value. */
  readonly inputSet?: string;
}

export interface Recorder {
  /** For what is being filled in just now. */
  note(origin: Origin): void;
  /** Of texts that are filled in within others each gets its own. */
  during<Result>(fill: () => Result): {
    readonly result: Result;
    readonly origins: readonly Origin[];
  };
  keep(value: ResolvedValue): void;
  /** Whether a binding gave what stands at this path, or around it. */
  boundAt(path: string): BoundBy | undefined;
}

/** More of them nobody reads; how many were left out is told. */
const MAX_VALUES = 20_000;

export interface Resolved {
  readonly values: readonly ResolvedValue[];
  readonly leftOut: number;
}

export function openRecorder(bound: PlanRequest['bound']): {
  readonly recorder: Recorder;
  readonly resolved: () => Resolved;
} {
  const byPath = new Map(
    bound.flatMap(({ by, inputSet, path, at = [path] }) =>
      at.map((each): [string, BoundBy] => [
        nameOf(each),
        inputSet === undefined ? { by } : { by, inputSet },
      ]),
    ),
  );
  const values = new Map<string, ResolvedValue>();
  let leftOut = 0;
  let origins: Origin[] = [];
  const recorder: Recorder = {
    note: (origin) => {
      origins.push(origin);
    },
    during: (fill) => {
      const outer = origins;
      const own: Origin[] = [];
      origins = own;
      try {
        return { result: fill(), origins: own };
      } finally {
        origins = outer;
      }
    },
    keep: (value) => {
      const key = `${value.path}\n${value.field}\n${value.written}`;
      if (values.size < MAX_VALUES || values.has(key)) values.set(key, value);
      else leftOut += 1;
    },
    boundAt: (path) => (byPath.size === 0 ? undefined : nearestBound(byPath, path)),
  };
  return { recorder, resolved: () => ({ values: [...values.values()], leftOut }) };
}

/** For values that are merely looked at. */
export const SILENT: Recorder = {
  note: () => {},
  during: (fill) => ({ result: fill(), origins: [] }),
  keep: () => {},
  boundAt: () => undefined,
};

/** What a variable's value says of itself. */
export function originOf(place: Place, isDefault: boolean, recorder: Recorder): Origin {
  const { path, position } = place;
  return { kind: 'written', path, bound: recorder.boundAt(path), isDefault, position };
}

/** A variable goes by its own name, not by `name.value`. */
function nameOf(path: string): string {
  return path.replace(/(\.variables\.[^.]+)\.value$/, '$1');
}

function nearestBound(byPath: ReadonlyMap<string, BoundBy>, path: string): BoundBy | undefined {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(at.lastIndexOf('.'), 0))) {
    const found = byPath.get(at);
    if (found !== undefined) return found;
  }
  return undefined;
}
