// `shell.escape`, `shell.quote` and `shell.doubleQuote`: texts that a Bash script takes as they are.
import { type Functor, ofTexts } from './functor.ts';

export const SHELL_FUNCTORS: readonly (readonly [string, Functor])[] = [
  // For a word without quotes around it: the same nine signs as Harness's ShellScriptFunctor.
  ofTexts('shell.escape', 1, (text = '') => ({ value: text.replaceAll(/['`$&()|;"]/g, '\\$&') })),
  ofTexts('shell.quote', 1, (text = '') => ({ value: `'${text.replaceAll("'", `'\\''`)}'` })),
  ofTexts('shell.doubleQuote', 1, (text = '') => ({
    value: `"${text.replaceAll(/["\\$`]/g, '\\$&')}"`,
  })),
];
