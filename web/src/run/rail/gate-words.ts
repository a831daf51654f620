// What became of this person's word at a gate: kept beside the cards, for a gate that has been decided is gone at once.
import { createContext, useContext, useMemo, useState } from 'react';
import { useWord, type Word } from '../use-word.ts';

export interface GateWords {
  readonly word: Word;
  /** The gate that the last word was for, as `path/attempt`. */
  readonly about: string | undefined;
  tell(about: string): void;
}

export const GateWordsContext = createContext<GateWords | null>(null);

export function useGateWordsOfPage(): GateWords {
  const word = useWord();
  const [about, tell] = useState<string>();
  return useMemo(() => ({ word, about, tell }), [word, about]);
}

export function useGateWords(): GateWords {
  const words = useContext(GateWordsContext);
  if (words === null) throw new Error('an approval card stands outside of the rail');
  return words;
}

export function gateKey({
  path,
  attempt,
}: {
  readonly path: string;
  readonly attempt: number;
}): string {
  return `${path}/${attempt}`;
}
