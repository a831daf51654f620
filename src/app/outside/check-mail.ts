// Whether the mails of a pipeline can go anywhere: a mail server, and addresses for the groups they name.
import type { Diagnostic } from '../../pipeline/diagnostic.ts';
import type { Step, StepElement } from '../../pipeline/pipeline.ts';
import { stagesOf } from '../../pipeline/stages-of.ts';
import type { LoadedProject } from '../load-project.ts';
import { readSettings } from '../settings.ts';
import type { SmtpSettings } from './outside-settings.ts';

/** Throws `Refusal` when the settings cannot be read at all. */
export function checkMail({ folder, project, pipeline }: LoadedProject): readonly Diagnostic[] {
  const steps = project.pipelines
    .filter(({ identifier }) => pipeline === undefined || identifier === pipeline)
    .flatMap(stagesOf)
    .flatMap((stage) => [...mailsIn(stage.steps), ...mailsIn(stage.rollbackSteps)]);
  if (steps.length === 0) return [];
  const { smtp } = readSettings(folder).outside;
  if (smtp === undefined) return steps.map((step) => missing(step, NO_SERVER, ADD_SERVER));
  return steps.flatMap((step) => withoutAddress(step, smtp));
}

const NO_SERVER = 'sends a mail, and penstock.yaml names no mail server';
const ADD_SERVER =
  'Add to penstock.yaml: smtp: { host: …, port: 587, from: penstock@… }, with user and passwordSecret where the server wants them.';

function withoutAddress(step: Step, smtp: SmtpSettings): readonly Diagnostic[] {
  const groups = [step.spec['toUserGroups'], step.spec['ccUserGroups']].flatMap((each) =>
    Array.isArray(each) ? each.map(String) : [],
  );
  const unknown = groups.filter(
    (group) => !group.includes('<+') && addressesOf(smtp, group).length === 0,
  );
  return unknown.map((group) =>
    missing(
      step,
      `sends a mail to the group "${group}", and penstock.yaml has no address for it`,
      `Add the group's addresses to smtp.addresses of penstock.yaml.`,
    ),
  );
}

/** With or without the level that Harness writes in front of a group. */
export function addressesOf({ addresses }: SmtpSettings, group: string): readonly string[] {
  return addresses[group] ?? addresses[group.replace(/^(account|org)\./, '')] ?? [];
}

function missing({ name, position }: Step, why: string, hint: string): Diagnostic {
  const message = `"${name}" ${why}.`;
  return { code: 'missing-settings', severity: 'error', message, hint, position };
}

function mailsIn(elements: readonly StepElement[]): readonly Step[] {
  return elements.flatMap((element) => {
    if (element.kind !== 'step') return mailsIn(element.steps);
    return element.type === 'Email' ? [element] : [];
  });
}
