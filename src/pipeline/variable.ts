// A variable of a pipeline, stage, step group or entity, and the tags beside it.
import type { Json } from '../lib/json.ts';
import type { Position } from './diagnostic.ts';

export interface Variable {
  readonly name: string;
  readonly type: string;
  readonly value: Json;
  readonly position: Position;
}

export type Tags = Readonly<Record<string, string>>;
