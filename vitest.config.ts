// Vitest's settings: which tests there are, what runs beside what, how long one may take, and the lines that are read meanwhile.
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/longest-first.ts';
import { ProgressReporter } from './tests/progress-reporter.ts';

/** Real traffic on a twin three hundred times as fast: beside anything else they would see the machine, not Penstock. */
const ALONE = ['tests/crash/{freeze,kill,take-over}.test.ts', 'tests/twin/real-sockets.test.ts'];

const shared = {
  setupFiles: ['tests/setup.ts'],
  testTimeout: 20_000,
  hookTimeout: 30_000,
};

/** Whole programs wait for each other and for clocks half of the time: one file more than there are processors fills the gaps. */
const together = { maxWorkers: 3, sequence: { groupOrder: 0 } };

export default defineConfig({
  test: {
    reporters: ['default', new ProgressReporter(), './tests/count-reporter.ts'],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...shared,
          ...together,
          name: 'units',
          include: ['{src,web/src}/**/*.test.ts'],
          // They leave nothing behind, and loading the sources anew for each file costs more than the tests.
          isolate: false,
        },
      },
      {
        test: {
          ...shared,
          ...together,
          name: 'wholes',
          include: ['tests/**/*.test.ts'],
          exclude: [...ALONE, 'node_modules/**'],
        },
      },
      {
        test: {
          ...shared,
          name: 'alone',
          include: ALONE,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
