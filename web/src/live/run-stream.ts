// A run as it is now and as it changes: its page whole, the lines of its journal, and the tree of its steps.
import { useEffect, useReducer } from 'react';
import type { Answer } from '../../../src/api/client.ts';
import type { RunPage } from '../../../src/api/schemas/run-page.ts';
import type { Line, StepInTree } from '../../../src/api/schemas/run-parts.ts';
import type { Connection } from './connection.ts';
import { follow } from './follow.ts';

export interface RunStream {
  readonly page: RunPage | undefined;
  /** When the page came, on the wall's clock: its `now` was then. */
  readonly receivedAt: number;
  /** In the order of the journal, each once. */
  readonly lines: readonly Line[];
  readonly steps: readonly StepInTree[];
  readonly connection: Connection;
}

type Message = Answer<'watchRun'>;
type Told =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'connection'; readonly connection: Connection }
  | { readonly kind: 'other run' };

const NOTHING: RunStream = {
  page: undefined,
  receivedAt: 0,
  lines: [],
  steps: [],
  connection: { state: 'connecting' },
};

export function useRunStream(project: string, run: string): RunStream {
  const [stream, tell] = useReducer(withTold, NOTHING);
  useEffect(() => {
    tell({ kind: 'other run' });
    return follow({
      route: 'watchRun',
      params: { project, run },
      onMessage: (message) => tell({ kind: 'message', message: message as Message }),
      onConnection: (connection) => tell({ kind: 'connection', connection }),
    });
  }, [project, run]);
  return stream;
}

function withTold(stream: RunStream, told: Told): RunStream {
  if (told.kind === 'other run') return NOTHING;
  if (told.kind === 'connection') return { ...stream, connection: told.connection };
  const { message } = told;
  switch (message.kind) {
    case 'page':
      return { ...stream, page: message.page as unknown as RunPage, receivedAt: Date.now() };
    case 'lines':
      return { ...stream, lines: withLines(stream.lines, message.lines) };
    case 'steps':
      return { ...stream, steps: withSteps(stream.steps, message.steps) };
  }
}

/** After a reconnection lines may come twice. */
function withLines(lines: readonly Line[], more: readonly Line[]): readonly Line[] {
  const last = lines.at(-1)?.seq ?? -1;
  const fresh = more.filter(({ seq }) => seq > last);
  return fresh.length === 0 ? lines : [...lines, ...fresh];
}

/** A step that is known is replaced where it stands, another is added. */
function withSteps(
  steps: readonly StepInTree[],
  changed: readonly StepInTree[],
): readonly StepInTree[] {
  if (steps.length === 0) return changed;
  const byPath = new Map(changed.map((step) => [step.path, step]));
  const known = steps.map((step) => {
    const other = byPath.get(step.path);
    byPath.delete(step.path);
    return other ?? step;
  });
  return byPath.size === 0 ? known : [...known, ...byPath.values()];
}
