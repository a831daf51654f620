// Vitest's settings: which tests there are, what runs beside what, how long one may take, and the lines that are read meanwhile.
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/longest-first.ts';
import { ProgressReporter } from './tests/progress-reporter.ts';

/** Whole programs: they wait for each other and for clocks, so two files share the processors. */
const PROGRAMS = [
  'tests/cli/**/*.test.ts',
  'tests/crash/**/*.test.ts',
  'tests/model/**/*.test.ts',
  'tests/observer/**/*.test.ts',
  'tests/store-faults/**/*.test.ts',
  'tests/twin/**/*.test.ts',
];

/** Real traffic on a twin three hundred times as fast: beside anything else they would see the machine, not Penstock. */
const ALONE = ['tests/crash/{freeze,kill,take-over}.test.ts', 'tests/twin/real-sockets.test.ts'];

const shared = {
  setupFiles: ['tests/setup.ts'],
  testTimeout: 20_000,
  hookTimeout: 30_000,
};

export default defineConfig({
  test: {
    reporters: ['default', new ProgressReporter(), './tests/count-reporter.ts'],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...shared,
          name: 'units',
          include: ['src/**/*.test.ts'],
          // They leave nothing behind, and loading the sources anew for each file costs more than the tests.
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...shared,
          name: 'parts',
          include: ['tests/**/*.test.ts'],
          exclude: [...PROGRAMS, 'node_modules/**'],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...shared,
          name: 'programs',
          include: PROGRAMS,
          exclude: [...ALONE, 'node_modules/**'],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...shared,
          name: 'alone',
          include: ALONE,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
