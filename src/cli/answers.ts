// The command with which a person elsewhere answers what a run asks.
import type { ChoiceView, WaitView } from '../view/run-view.ts';

/** `where` follows the name of a command that looks at this run. */
function answerCommand(execution: string, choice: ChoiceView, where: string): string {
  return choice.kind === 'choice'
    ? `penstock choose ${execution} OPTION ${choice.path}${where}`
    : `penstock intervene ${execution} ${choice.path} ACTION${where}`;
}

export function giveLine(execution: string, { path, asks }: WaitView, where: string): string {
  const values = asks.map(({ name }) => `${name}=…`).join(' ');
  return `Give it with "penstock give-input ${execution} ${path} ${values}${where}".`;
}

export function answerLine(execution: string, choice: ChoiceView, where: string): string {
  const answers = choice.options.map(({ id, consequence }) => `${id} (${consequence})`);
  const word = choice.kind === 'choice' ? 'OPTION' : 'ACTION';
  return `Answer with "${answerCommand(execution, choice, where)}", where ${word} is ${answers.join(', ')}.`;
}
