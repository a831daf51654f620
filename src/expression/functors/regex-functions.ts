// `regex.extract`, `regex.match` and `regex.replace`: the pattern comes first, the text last.
import { by } from '../methods/pattern-methods.ts';
import { type Functor, ofTexts } from './functor.ts';

export const REGEX_FUNCTORS: readonly (readonly [string, Functor])[] = [
  // The first match that is not empty, else the empty text, as Harness's RegexFunctor has it.
  ofTexts('regex.extract', 2, (pattern = '', text = '') =>
    by(pattern, (regex) => regex.firstNonEmpty(text)),
  ),
  ofTexts('regex.match', 2, (pattern = '', text = '') => by(pattern, (regex) => regex.finds(text))),
  ofTexts('regex.replace', 3, (pattern = '', to = '', text = '') =>
    by(pattern, (regex) => regex.replaceAll(text, to)),
  ),
];
