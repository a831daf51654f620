// The order of the test files: those that take long begin, so that no processor idles while one of them ends alone.
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** More than ten seconds each, the longest first; a file that is missing here costs time, not sense. */
const LONG = [
  'tests/simulation/switch/first-seeds.test.ts',
  'tests/simulation/switch/second-seeds.test.ts',
  'tests/crash-cuts/crash-cuts.test.ts',
  'tests/observer/observer.test.ts',
  'tests/crash-cuts/first-matrix-cuts.test.ts',
  'tests/crash-cuts/second-matrix-cuts.test.ts',
  'tests/rollback-matrix/rollback-matrix.test.ts',
  'tests/cli/queue.test.ts',
  'tests/cli/demo.test.ts',
  'tests/cli/run.test.ts',
  'tests/cli/official-sample.test.ts',
  'tests/model/model.test.ts',
  'tests/cli/abort.test.ts',
  'tests/cli/bad-input.test.ts',
  'tests/cli/package.test.ts',
  'tests/cli/follow-up.test.ts',
  'tests/scenarios/scenarios.test.ts',
  'tests/planted/planted.test.ts',
  'tests/crash/kill.test.ts',
  'tests/crash/freeze.test.ts',
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const others = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification): number => {
      const place = LONG.findIndex((file) => moduleId.endsWith(file));
      return place < 0 ? LONG.length : place;
    };
    return others.toSorted((a, b) => rank(a) - rank(b));
  }
}
