// Where the command line writes: text for people, or one JSON value for programs, never both on one stream.
import type { Json } from '../lib/json.ts';
import { COLUMNS } from './ladder/columns.ts';
import { choosePaint, type Paint } from './ladder/paint.ts';
import { leadingThere } from './where.ts';

export interface Output {
  readonly isJson: boolean;
  /** A person watches and may press keys. */
  readonly isTerminal: boolean;
  readonly paint: Paint;
  /** What a command needs after its name to find this project again, such as ` --project shop`; in quotes it gets that here. */
  readonly where: string;
  /** How wide a picture may be now; a terminal may change its size. */
  columns(): number;
  /** A line for people; nothing when programs listen. */
  say(line: string): void;
  /** A line about what goes on while a program waits for the result; to stderr. */
  note(line: string): void;
  /** The result: one line of JSON, or what `say` wrote before. */
  result(value: Json): void;
}

export function createOutput(
  isJson: boolean,
  environment: NodeJS.ProcessEnv,
  where: string,
): Output {
  process.stdout.on('error', outliveReader);
  process.stderr.on('error', outliveReader);
  const leading = (_key: string, value: unknown): unknown =>
    typeof value === 'string' ? leadingThere(value, where) : value;
  const isTerminal = !isJson && process.stdout.isTTY === true && process.stdin.isTTY === true;
  return {
    isJson,
    isTerminal,
    where,
    columns: () => Math.min(COLUMNS, (process.stdout.columns ?? COLUMNS + 1) - 1),
    paint: choosePaint(!isJson && process.stdout.isTTY === true, environment),
    say(line) {
      if (!isJson) process.stdout.write(`${leadingThere(line, where)}\n`);
    },
    note(line) {
      process.stderr.write(`${leadingThere(line, where)}\n`);
    },
    result(value) {
      if (isJson) process.stdout.write(`${JSON.stringify(value, leading)}\n`);
    },
  };
}

/** Whoever read the text has gone (such as `head`): a run goes on all the same. */
function outliveReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
