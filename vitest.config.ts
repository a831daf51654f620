// Vitest's settings: which tests there are, how long one may take, and the closing line that continuous integration reads.
import { defineConfig } from 'vitest/config';

/** Whole programs under real traffic: they need the processors to themselves, so they come last, one file at a time. */
const WHOLE_PROGRAMS = [
  'tests/cli/**/*.test.ts',
  'tests/crash/**/*.test.ts',
  'tests/model/**/*.test.ts',
  'tests/observer/**/*.test.ts',
  'tests/store-faults/**/*.test.ts',
  'tests/twin/**/*.test.ts',
];

const shared = {
  setupFiles: ['tests/setup.ts'],
  testTimeout: 20_000,
  hookTimeout: 30_000,
};

export default defineConfig({
  test: {
    reporters: ['default', './tests/count-reporter.ts'],
    projects: [
      {
        test: {
          ...shared,
          name: 'parts',
          include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
          exclude: [...WHOLE_PROGRAMS, 'node_modules/**'],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...shared,
          name: 'programs',
          include: WHOLE_PROGRAMS,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
