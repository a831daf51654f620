// Email: one mail to all its receivers, sent at most once per attempt.
import { type StepContext, StepFailure, type StepResult } from '../execution/step.ts';
import type { JsonObject } from '../lib/json.ts';
import type { EmailSpec } from '../pipeline/step-types/email.ts';
import { failure, MOVES_NONE } from './common/failure.ts';
import { warn } from './common/notice.ts';
import { sendOnce } from './common/send-once.ts';
import type { Mail, Mailer, SentMail } from './outside.ts';
import type { StepTools } from './tools.ts';

export async function sendEmail(
  { mailer }: StepTools,
  spec: EmailSpec,
  context: StepContext,
): Promise<StepResult> {
  if (mailer === undefined) throw noSettings();
  const mail = mailOf(mailer, spec, context);
  try {
    const sent = await sendOnce(context, 'The mail', { id: mail.id }, async () =>
      masked(await mailer.send(mail, context.signal), context),
    );
    if (sent.insteadOf !== undefined) await keepInLog(mail, sent.insteadOf, context);
    if (sent.rejected.length > 0) {
      await warn(context, `The mail did not go to ${sent.rejected.join(', ')}: the server refused`);
    }
  } catch (error) {
    if (!spec.fireAndForget || !(error instanceof StepFailure)) throw error;
    await warn(context, error.message.replace(/\.$/, ''));
  }
  return { status: 'succeeded' };
}

/** What the server answers is journalled, and it repeats addresses, which may hold a secret. */
function masked({ rejected, insteadOf }: SentMail, { mask }: StepContext): SentMail & JsonObject {
  return {
    rejected: rejected.map(mask),
    ...(insteadOf !== undefined && { insteadOf: mask(insteadOf) }),
  };
}

async function keepInLog(mail: Mail, why: string, context: StepContext): Promise<void> {
  await warn(context, why);
  context.log(`To: ${[...mail.to, ...mail.cc].join(', ')}`);
  context.log(`Subject: ${mail.subject}`);
  for (const line of mail.body.split('\n')) context.log(line);
}

function mailOf(mailer: Mailer, spec: EmailSpec, context: StepContext): Mail {
  const to = receivers(mailer, spec.to, spec.toUserGroups);
  const cc = receivers(mailer, spec.cc, spec.ccUserGroups).filter((each) => !to.includes(each));
  const place = `${context.path}.${context.attempt}`.replaceAll(/[^\w.]+/g, '-');
  const id = `<run-${context.execution}.${place}@penstock>`;
  return { id, to, cc, subject: spec.subject, body: spec.body };
}

const ADDRESS = /^[^\s@<>,;"]+@[^\s@<>,;"]+$/;

function receivers(mailer: Mailer, written: string, groups: readonly string[]): readonly string[] {
  const addresses = written
    .split(/[,;]/)
    .map((each) => each.trim())
    .filter((each) => each !== '');
  for (const address of addresses) {
    if (!ADDRESS.test(address)) throw cannotGo(`"${address}" is no mail address`);
  }
  const members = groups.flatMap((group) => {
    const found = mailer.addressesOf(group);
    if (found.length === 0) {
      throw cannotGo(`nobody of the group "${group}" has a mail address in penstock.yaml`);
    }
    return found;
  });
  return [...new Set([...addresses, ...members])];
}

function cannotGo(why: string): StepFailure {
  return failure('Unknown', {
    what: 'The mail was not sent',
    why,
    todo: 'Correct the step, or add the address to smtp.addresses of penstock.yaml',
    traffic: MOVES_NONE,
  });
}

function noSettings(): StepFailure {
  return failure('Unknown', {
    what: 'The mail was not sent',
    why: 'penstock.yaml names no mail server',
    todo: 'Add smtp: with host, port and from to it',
    traffic: MOVES_NONE,
  });
}
