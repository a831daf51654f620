// What a run left over, for people: what the journal says at its end, and after a run that nobody rolled back each rule and group by itself.
import type { Leftover } from '../execution/event.ts';
import { beforeImagesIn } from '../traffic/before-images.ts';
import { FACT, type GroupImage, type Rung, type Setup } from '../traffic/facts.ts';
import {
  groupBackCommand,
  removeGroupCommands,
  ruleBackCommand,
} from '../traffic/put-back-commands.ts';
import type { RunFold } from './step-fold.ts';

/** In the order in which they are safe to clear: rules first, then groups. */
export function leftoversOf(fold: RunFold): readonly Leftover[] {
  const { finished } = fold;
  if (finished === undefined) return [];
  const wasLeft = finished.end === 'Dirty' && finished.cause !== undefined;
  if (!wasLeft || fold.isRollingBack) return finished.leftovers;
  return [...finished.leftovers, ...rulesLeft(fold), ...groupsLeft(fold)];
}

function rulesLeft(fold: RunFold): readonly Leftover[] {
  const rungs = values<Rung>(fold, FACT.rung);
  return beforeImagesIn(fold.facts).flatMap((image) => {
    const last = rungs.findLast(({ ruleArn }) => ruleArn === image.ruleArn);
    if (last === undefined) return [];
    const stands =
      last.reported === null
        ? `${last.set} % for green were being written`
        : `it gives ${last.reported} % to green`;
    const what = `The rule ${image.label} (${image.ruleArn}) is not as before`;
    return [{ what, why: `${stands}, and no rollback ran`, commands: [ruleBackCommand(image)] }];
  });
}

function groupsLeft(fold: RunFold): readonly Leftover[] {
  const setup = values<Setup>(fold, FACT.setup).at(-1);
  if (setup === undefined) return [];
  const { blue, green } = setup;
  return [
    ...(blue === null ? [] : [blueLeft(blue)]),
    ...(green === null ? [] : [greenLeft(green)]),
  ];
}

function blueLeft(blue: GroupImage): Leftover {
  return {
    what: `The group ${blue.name} (${blue.id}) may not have its name and capacity of before`,
    why: 'its size is held for the way back, and no rollback ran',
    commands: [groupBackCommand(blue)],
  };
}

function greenLeft({ id, name }: GroupImage): Leftover {
  return {
    what: `The new group ${name} (${id}) is still there`,
    why: 'no rollback ran; once no rule gives it weight, and only then, the commands are safe',
    commands: removeGroupCommands(id),
  };
}

function values<Value>(fold: RunFold, name: string): readonly Value[] {
  return fold.facts
    .filter((fact) => fact.name === name)
    .map((fact) => fact.value as unknown as Value);
}
