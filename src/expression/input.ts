// Texts that people fill in before a run: `<+input>` with its suffixes.
const INPUT = /^\s*<\+input>((?:\.[A-Za-z]+\((?:[^()]|\([^()]*\))*\))*)\s*$/s;

/** The whole text is `<+input>`, with any of `.default(…)`, `.allowedValues(…)`, `.regex(…)`. */
export function isInput(text: string): boolean {
  return INPUT.test(text);
}

/** What holds when nobody fills it in: the argument of `.default(…)`. */
export function inputDefault(text: string): string | undefined {
  const suffixes = INPUT.exec(text)?.[1];
  return suffixes?.match(/\.default\(((?:[^()]|\([^()]*\))*)\)/s)?.[1];
}
