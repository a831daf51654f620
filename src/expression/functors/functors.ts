// The functions that need nothing but their arguments, under their full names.
import type { Functor } from './functor.ts';
import { JSON_FUNCTORS } from './json.ts';
import { REGEX_FUNCTORS } from './regex-functions.ts';
import { SHELL_FUNCTORS } from './shell.ts';
import { XML_FUNCTORS } from './xml.ts';

export const FUNCTORS: ReadonlyMap<string, Functor> = new Map([
  ...JSON_FUNCTORS,
  ...REGEX_FUNCTORS,
  ...SHELL_FUNCTORS,
  ...XML_FUNCTORS,
]);
