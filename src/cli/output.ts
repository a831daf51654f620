// Where the command line writes: text for people, or one JSON value for programs, never both on one stream.
import type { Json } from '../lib/json.ts';
import { choosePaint, type Paint } from './ladder/paint.ts';

export interface Output {
  readonly isJson: boolean;
  /** A person watches and may press keys. */
  readonly isTerminal: boolean;
  readonly paint: Paint;
  /** A line for people; nothing when programs listen. */
  say(line: string): void;
  /** A line about what goes on while a program waits for the result; to stderr. */
  note(line: string): void;
  /** The result: one line of JSON, or what `say` wrote before. */
  result(value: Json): void;
}

export function createOutput(isJson: boolean, environment: NodeJS.ProcessEnv): Output {
  const isTerminal = !isJson && process.stdout.isTTY === true && process.stdin.isTTY === true;
  return {
    isJson,
    isTerminal,
    paint: choosePaint(!isJson && process.stdout.isTTY === true, environment),
    say(line) {
      if (!isJson) process.stdout.write(`${line}\n`);
    },
    note(line) {
      process.stderr.write(`${line}\n`);
    },
    result(value) {
      if (isJson) process.stdout.write(`${JSON.stringify(value)}\n`);
    },
  };
}
