// What a function is that needs nothing but its arguments.
import type { Json } from '../../lib/json.ts';
import { counted, type MethodResult } from '../methods/method.ts';
import { textOf } from '../text-of.ts';

export type Functor = (args: readonly Json[]) => MethodResult;

/** A function under its name, with a fixed number of arguments, taken as texts. */
export function ofTexts(
  name: string,
  count: number,
  compute: (...texts: readonly string[]) => MethodResult,
): readonly [string, Functor] {
  return [
    name,
    (args) =>
      args.length === count
        ? compute(...args.map(textOf))
        : { message: `${name} takes ${counted(count, count)}` },
  ];
}
