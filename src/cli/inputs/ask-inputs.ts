// Asking a person for the open inputs, one after the other, until each has a value that it allows.
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { Refusal } from '../../app/refusal.ts';
import { inputObjection, parseInput } from '../../expression/input.ts';
import { describeInput, type OpenInput } from '../../pipeline/describe-inputs.ts';
import type { Binding } from '../../pipeline/pipeline.ts';
import type { Output } from '../output.ts';

/** Throws `Refusal` when the person goes away instead (Ctrl-C or Ctrl-D). */
export async function askInputs(
  missing: readonly OpenInput[],
  output: Output,
): Promise<readonly Binding[]> {
  const count = `${missing.length} input${missing.length === 1 ? '' : 's'}`;
  output.say(`The pipeline needs ${count}. Ctrl-C leaves, and nothing is started.`);
  const bindings: Binding[] = [];
  for (const input of missing) {
    bindings.push({ by: 'input', path: input.path, value: await askUntilAllowed(input, output) });
  }
  return bindings;
}

async function askUntilAllowed(input: OpenInput, output: Output): Promise<string> {
  const said = describeInput(input.written);
  output.say(said === '' ? input.path : `${input.path}  (${said})`);
  const allowed = parseInput(input.written)?.allowed?.values ?? [];
  for (const [index, value] of allowed.entries()) output.say(`  ${index + 1}. ${value}`);
  for (;;) {
    const answer = await ask(input.path.startsWith('secrets.'), output);
    const value = chosenFrom(allowed, answer.trim());
    const objection =
      value === '' ? 'an empty answer is no value' : inputObjection(input.written, value);
    if (objection === undefined) return value;
    output.say(`That cannot be: ${objection}.`);
  }
}

/** By its text, or by its number in the list. */
function chosenFrom(allowed: readonly string[], answer: string): string {
  if (allowed.includes(answer) || !/^\d{1,4}$/.test(answer)) return answer;
  return allowed[Number(answer) - 1] ?? answer;
}

async function ask(isSecret: boolean, output: Output): Promise<string> {
  const left = new AbortController();
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  if (isSecret) process.stdout.write('> ');
  const terminal = createInterface({
    input: process.stdin,
    output: isSecret ? silent : process.stdout,
    terminal: true,
  });
  terminal.on('SIGINT', () => left.abort());
  terminal.on('close', () => left.abort());
  try {
    return await terminal.question(isSecret ? '' : '> ', { signal: left.signal });
  } catch (error) {
    if (!left.signal.aborted) throw error;
    throw new Refusal('usage', 'Not all inputs were given: nothing was started.');
  } finally {
    if (isSecret || left.signal.aborted) output.say('');
    terminal.close();
  }
}
