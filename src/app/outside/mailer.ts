// Mails of the Email step over SMTP; in a rehearsal none leaves this machine.
import { createTransport, type TransportOptions } from 'nodemailer';
import { CloudError } from '../../cloud/cloud-error.ts';
import type { Mail, Mailer, SentMail } from '../../steps/outside.ts';
import { addressesOf } from './check-mail.ts';
import { isLoopback } from './loopback.ts';
import type { SmtpSettings } from './outside-settings.ts';

export interface MailerOptions {
  readonly smtp: SmtpSettings;
  readonly isRehearsal: boolean;
  readonly secret: (identifier: string) => string | undefined;
}

type ExternalLogger = Exclude<NonNullable<TransportOptions['logger']>, boolean>;

/** Of each step of the talk with the server, by the wall clock. */
const TALK_MS = 30_000;

export function createMailer({ smtp, isRehearsal, secret }: MailerOptions): Mailer {
  return {
    addressesOf: (group) => addressesOf(smtp, group),
    async send(mail, signal) {
      if (isRehearsal && !isLoopback(smtp.host)) {
        // Without the subject, which may hold a secret: this is journalled.
        const insteadOf =
          "The mail was not sent: a rehearsal reaches nothing but this machine. It stands in the step's log";
        return { rejected: [], insteadOf };
      }
      return sendMail(mail, smtp, secret, signal);
    },
  };
}

async function sendMail(
  mail: Mail,
  smtp: SmtpSettings,
  secret: MailerOptions['secret'],
  signal: AbortSignal,
): Promise<SentMail> {
  const { host, port, secure, from } = smtp;
  const talk = listenToTalk();
  const transport = createTransport({
    host,
    port,
    secure,
    ...(smtp.user !== undefined && { auth: { user: smtp.user, pass: passwordOf(smtp, secret) } }),
    connectionTimeout: TALK_MS,
    greetingTimeout: TALK_MS,
    socketTimeout: TALK_MS,
    logger: talk.logger,
    transactionLog: true,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const stop = (): void => transport.close();
  signal.addEventListener('abort', stop);
  const { to, cc, subject, id, body } = mail;
  const content = /<[a-z][^>]*>/i.test(body) ? { html: body } : { text: body };
  const addressed = { from, to: [...to], cc: [...cc], subject, messageId: id };
  try {
    const sent = await transport.sendMail({ ...addressed, ...content });
    return { rejected: sent.rejected.map(String) };
  } catch (error) {
    throw signal.aborted ? signal.reason : asCloudError(error, talk.isTextAskedFor());
  } finally {
    signal.removeEventListener('abort', stop);
    transport.close();
  }
}

function passwordOf({ passwordSecret }: SmtpSettings, secret: MailerOptions['secret']): string {
  const value = passwordSecret === undefined ? undefined : secret(passwordSecret);
  if (value !== undefined) return value;
  const message = `there is no secret "${passwordSecret ?? ''}", which smtp.passwordSecret of penstock.yaml names`;
  throw new CloudError('invalid', 'NoPassword', message);
}

/** The client's errors do not say how far the talk had come; its log does. */
function listenToTalk(): { readonly logger: ExternalLogger; isTextAskedFor(): boolean } {
  let isTextAskedFor = false;
  const listen = (_entry: unknown, message?: unknown): void => {
    if (String(message).trim() === 'DATA') isTextAskedFor = true;
  };
  const logger: ExternalLogger = {
    trace: listen,
    debug: listen,
    info: listen,
    warn: listen,
    error: listen,
    fatal: listen,
  };
  return { logger, isTextAskedFor: () => isTextAskedFor };
}

/** Before the text of the mail was asked for, nothing was sent. */
function asCloudError(error: unknown, isTextAskedFor: boolean): unknown {
  if (!(error instanceof Error)) return error;
  const { code, responseCode } = error as Error & {
    readonly code?: string;
    readonly responseCode?: number;
  };
  const name = code ?? 'NoAnswer';
  const { message } = error;
  if (responseCode !== undefined) {
    const kind = responseCode >= 500 ? 'invalid' : 'unavailable';
    return new CloudError(kind, name, `the mail server says ${message}`, { cause: error });
  }
  const kind = isTextAskedFor ? 'unknown-outcome' : 'unavailable';
  return new CloudError(kind, name, message, { cause: error });
}
