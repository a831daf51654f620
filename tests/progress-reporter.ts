// A Vitest reporter that says every few seconds how far the tests are, where no terminal shows it.
import type { Reporter, TestModule, TestSpecification } from 'vitest/node';
import { progressLine } from './progress-line.ts';

const EVERY_MS = 15_000;

interface Begun {
  readonly startedAt: number;
  /** Vitest gives another object once the file has been loaded. */
  file: TestModule;
}

export class ProgressReporter implements Reporter {
  readonly #running = new Map<string, Begun>();
  readonly #tests = { passed: 0, failed: 0 };
  #files = { done: 0, all: 0 };
  #startedAt = 0;
  #timer: NodeJS.Timeout | undefined;

  onTestRunStart(files: readonly TestSpecification[]): void {
    this.#files = { done: 0, all: files.length };
    this.#startedAt = performance.now();
    // Vitest's own reporter draws the same on a terminal, and would be drawn over.
    const isTerminal = process.stdout.isTTY && process.env['CI'] === undefined;
    if (!isTerminal) this.#timer = setInterval(() => this.#tell(), EVERY_MS).unref();
  }

  onTestModuleQueued(file: TestModule): void {
    this.#running.set(file.moduleId, { startedAt: performance.now(), file });
  }

  onTestModuleStart(file: TestModule): void {
    const begun = this.#running.get(file.moduleId);
    if (begun !== undefined) begun.file = file;
  }

  onTestModuleEnd(file: TestModule): void {
    this.#running.delete(file.moduleId);
    this.#files.done += 1;
    this.#tests.passed += count(file, 'passed');
    this.#tests.failed += count(file, 'failed');
  }

  onTestRunEnd(): void {
    clearInterval(this.#timer);
  }

  #tell(): void {
    const now = performance.now();
    const { passed, failed } = this.#tests;
    const begun = [...this.#running.values()];
    const sum = (state: 'passed' | 'failed'): number =>
      begun.reduce((total, { file }) => total + count(file, state), 0);
    const line = progressLine({
      elapsedMs: now - this.#startedAt,
      files: this.#files,
      tests: { passed: passed + sum('passed'), failed: failed + sum('failed') },
      running: begun.map(({ file, startedAt }) => ({
        name: file.relativeModuleId,
        elapsedMs: now - startedAt,
        done: count(file, 'passed', 'failed', 'skipped'),
        all: count(file, 'passed', 'failed', 'skipped', 'pending'),
      })),
    });
    process.stdout.write(`${line}\n`);
  }
}

function count(file: TestModule, ...states: readonly string[]): number {
  return [...file.children.allTests()].filter((test) => states.includes(test.result().state))
    .length;
}
