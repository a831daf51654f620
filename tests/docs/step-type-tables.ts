// Every step type of Harness: those that run, and the others in families with the reason why not.
import { adviceFor, reasonAgainst } from '../../src/pipeline/report-step-type.ts';
import { knownStepTypes } from '../../src/pipeline/step-types/known-step-types.ts';
import { stepTypeNames } from '../../src/pipeline/step-types/step-types.ts';
import { grouped } from './grouped.ts';
import { table } from './table.ts';

export function stepTypeTables(): string {
  const others = knownStepTypes.filter((type) => !stepTypeNames.includes(type));
  const said = (type: string): string => `${reasonAgainst(type)}\n${adviceFor(type)}`;
  const families = [...grouped(others, said)].sort(
    ([, one], [, other]) => one.length - other.length,
  );
  const rows = families.map(([family, types]) => {
    const [reason = '', advice = ''] = family.split('\n');
    return [listed(types), `${reason}. ${advice}`];
  });
  const runs = `Of the ${knownStepTypes.length} step types of Harness ${stepTypeNames.length} run: ${listed(stepTypeNames)}.`;
  const head = `<details><summary>The other ${others.length}, refused by name</summary>`;
  return `${runs}\n\n${head}\n\n${table(['types', 'why, and what to do'], rows)}\n\n</details>`;
}

function listed(types: readonly string[]): string {
  return types.map((type) => `\`${type}\``).join(', ');
}
