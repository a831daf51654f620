// What the handlers of runs and of words share.
import type { ControlRoom } from '../control-room.ts';
import type { Driver } from '../driver/driver.ts';
import type { ListHub } from '../live/list-hub.ts';
import type { RunHub } from '../live/run-hub.ts';
import type { RunRows } from '../live/run-rows.ts';
import type { KnownRuns } from './known-runs.ts';
import type { RunList } from './run-list.ts';
import type { RunSource, RunSurroundings } from './run-source.ts';
import type { RunSources } from './run-sources.ts';
import type { RunStarts } from './run-starts.ts';

export interface RunParts {
  readonly room: ControlRoom;
  readonly rows: RunRows;
  readonly known: KnownRuns;
  readonly sources: RunSources;
  aroundOf(source: RunSource): Promise<RunSurroundings>;
  readonly list: RunList;
  readonly hub: RunHub;
  readonly listHub: ListHub;
  onJournalChange(listener: () => void): () => void;
  readonly driver: Driver;
  readonly starts: RunStarts;
}
