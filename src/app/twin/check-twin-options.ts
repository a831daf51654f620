// What a program asks a twin for, checked before anything starts: all mistakes at once.
import type { TwinOptions } from './embedded-twin.ts';

/** Throws a `TypeError` that names every wrong option. */
export function checkTwinOptions(given: TwinOptions | undefined): void {
  const { world, instances, speed, clock, port, folder } = (given ?? {}) as Given;
  const isWorld = typeof world === 'string' || (typeof world === 'object' && world !== null);
  const mistakes = [
    ...wrong('world', isWorld, 'must be the path of a world file, or a world as an object'),
    ...wrong(
      'instances',
      isAmong(instances, 'simulated', 'processes'),
      'must be simulated or processes',
    ),
    ...wrong('speed', speed === undefined || isSpeed(speed), 'must be a number above 0'),
    ...wrong('clock', isAmong(clock, 'running', 'virtual'), 'must be running or virtual'),
    ...wrong('port', port === undefined || isPort(port), 'must be a whole number from 1 to 65535'),
    ...wrong('folder', folder === undefined || typeof folder === 'string', 'must be a path'),
  ];
  if (mistakes.length === 0) return;
  throw new TypeError(`No twin was started: ${mistakes.join('; ')}.`);
}

type Given = Readonly<Record<keyof TwinOptions, unknown>>;

function wrong(name: string, isRight: boolean, message: string): readonly string[] {
  return isRight ? [] : [`${name} ${message}`];
}

function isAmong(value: unknown, ...allowed: readonly string[]): boolean {
  return value === undefined || (typeof value === 'string' && allowed.includes(value));
}

function isSpeed(value: unknown): boolean {
  return typeof value === 'number' && value > 0 && Number.isFinite(value);
}

function isPort(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65_535;
}
