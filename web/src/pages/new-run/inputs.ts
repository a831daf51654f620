// What is filled into the inputs of a new run: where it begins, what is wrong with it, and what is sent.
import type { Answer } from '../../../../src/api/client.ts';

export type PipelineInput = Answer<'readPipelineInputs'>['inputs'][number];

/** By the input's path, as typed; of an input that takes many, the chosen ones. */
export type Given = Readonly<Record<string, string | readonly string[]>>;

/** Nothing stands in a field at first: an empty one takes its default, which is shown beside it. */
export function startingValues(inputs: readonly PipelineInput[]): Given {
  return Object.fromEntries(inputs.map(({ path, isMany }) => [path, isMany ? [] : '']));
}

export function troubleOf(
  input: PipelineInput,
  value: string | readonly string[] = '',
  mayBeFilledElsewhere = false,
): string | undefined {
  const { isRequired, type, regex } = input;
  if (value.length === 0) {
    const isMissing = isRequired && input.default === null && !mayBeFilledElsewhere;
    return isMissing ? 'A value is needed here.' : undefined;
  }
  if (typeof value !== 'string') return undefined;
  if (type === 'Number' && !Number.isFinite(Number(value))) return 'A number belongs here.';
  if (regex !== null && !matches(regex, value)) return `It has to match ${regex}.`;
  return undefined;
}

/** A pattern of the server's dialect that this browser does not know is left to the server. */
function matches(regex: string, value: string): boolean {
  try {
    return new RegExp(`^(?:${regex})$`, 'u').test(value);
  } catch {
    return true;
  }
}

export function valuesToSend(
  inputs: readonly PipelineInput[],
  given: Given,
): Record<string, string | number | boolean> {
  const values = inputs.flatMap((input): [string, string | number | boolean][] => {
    const value = given[input.path] ?? '';
    if (value.length === 0) return [];
    if (typeof value !== 'string') return [[input.path, value.join(',')]];
    return [[input.path, typed(input, value)]];
  });
  return Object.fromEntries(values);
}

function typed({ type }: PipelineInput, value: string): string | number | boolean {
  if (type === 'Number') return Number(value);
  if (type === 'Boolean') return value === 'true';
  return value;
}

export function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
