// `--input PATH=VALUE` and `--set PATH=VALUE` of the command line, in the order given.
import { InvalidArgumentError } from 'commander';
import type { Binding } from '../pipeline/pipeline.ts';

/** A commander argument parser that gathers bindings. */
export function gatherBinding(
  by: Binding['by'],
): (text: string, before: readonly Binding[]) => readonly Binding[] {
  return (text, before) => {
    const cut = text.indexOf('=');
    if (cut <= 0) throw new InvalidArgumentError('Write it as PATH=VALUE.');
    return [...before, { by, path: text.slice(0, cut).trim(), value: text.slice(cut + 1) }];
  };
}

/** A commander argument parser that gathers what may be said several times. */
export function gatherText(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}
