// What all parts of a run's page share: the page, who looks at it, how the server is reached, and whether it is now.
import { createContext, useContext } from 'react';
import type { Client } from '../../../src/api/client.ts';
import type { RunPage } from '../../../src/api/schemas/run-page.ts';
import type { Line, StepInTree } from '../../../src/api/schemas/run-parts.ts';
import type { Me } from './rail/my-standing.ts';

export interface RunInView {
  readonly project: string;
  readonly run: string;
  readonly page: RunPage;
  readonly lines: readonly Line[];
  readonly steps: readonly StepInTree[];
  readonly me: Me;
  readonly client: Client;
  /** The page at an earlier event: it shows, and nothing can be decided on it. */
  readonly isReplay: boolean;
  /** The stream is up: what is shown is true now. */
  readonly isLive: boolean;
}

export const RunContext = createContext<RunInView | null>(null);

export function useRun(): RunInView {
  const run = useContext(RunContext);
  if (run === null) throw new Error('a part of a run’s page stands outside of it');
  return run;
}
