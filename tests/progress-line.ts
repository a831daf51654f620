// One line that says how far a run of the tests is: what is done, and which files run now.

export interface Progress {
  readonly elapsedMs: number;
  readonly files: { readonly done: number; readonly all: number };
  readonly tests: { readonly passed: number; readonly failed: number };
  /** Those that run now; of how many tests is known once a file has been loaded. */
  readonly running: readonly RunningFile[];
}

export interface RunningFile {
  readonly name: string;
  readonly elapsedMs: number;
  readonly done: number;
  readonly all: number;
}

export function progressLine({ elapsedMs, files, tests, running }: Progress): string {
  const failed = tests.failed === 0 ? '' : `, ${tests.failed} FAILED`;
  const counts = `${minutes(elapsedMs)}  ${files.done} of ${files.all} files, ${tests.passed} tests passed${failed}`;
  const now = running.map(
    ({ name, done, all, elapsedMs: since }) => `${name} (${done} of ${all}, ${minutes(since)})`,
  );
  return now.length === 0 ? counts : `${counts}; now ${now.join(' and ')}`;
}

function minutes(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
