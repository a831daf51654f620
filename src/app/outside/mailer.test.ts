// Mails as a server gets them, and what is known when it does not take one.
import { afterEach, expect, test } from 'vitest';
import { type SmtpServer, type SmtpTrouble, startSmtpServer } from '../../../tests/smtp-server.ts';
import type { Mail } from '../../steps/outside.ts';
import { createMailer } from './mailer.ts';

const mail: Mail = {
  id: '<run-1.s-steps-tell.1@penstock>',
  to: ['ada@example.com', 'bob@example.com'],
  cc: ['eve@example.com'],
  subject: 'Green is live',
  body: 'All of it.',
};

let server: SmtpServer;
afterEach(() => server.close());

async function mailerOf(trouble: SmtpTrouble = {}, isRehearsal = false, host = '127.0.0.1') {
  server = await startSmtpServer(trouble);
  const smtp = { host, port: server.port, from: 'p@example.com', secure: false, addresses: {} };
  return createMailer({ smtp, isRehearsal, secret: () => undefined });
}

const { signal } = new AbortController();

test('a mail goes to all its receivers, with its own id', async () => {
  const mailer = await mailerOf();
  expect(await mailer.send(mail, signal)).toEqual({ rejected: [] });
  const [taken] = server.mails;
  expect(taken?.to).toEqual([...mail.to, ...mail.cc]);
  expect(taken?.text).toContain('Subject: Green is live');
  expect(taken?.text).toContain(`Message-ID: ${mail.id}`);
});

test('an address that the server does not take is named, the others get the mail', async () => {
  const mailer = await mailerOf({ refuses: ['bob@example.com'] });
  expect(await mailer.send(mail, signal)).toEqual({ rejected: ['bob@example.com'] });
});

test('a server that takes nobody has refused the mail', async () => {
  const mailer = await mailerOf({ refuses: [...mail.to, ...mail.cc] });
  await expect(mailer.send(mail, signal)).rejects.toMatchObject({ kind: 'invalid' });
});

test('a server that hangs up after the text may have taken it', async () => {
  const mailer = await mailerOf({ hangsUp: true });
  await expect(mailer.send(mail, signal)).rejects.toMatchObject({ kind: 'unknown-outcome' });
});

test('without a server nothing was sent', async () => {
  const mailer = await mailerOf();
  await server.close();
  await expect(mailer.send(mail, signal)).rejects.toMatchObject({ kind: 'unavailable' });
  server = await startSmtpServer();
});

test('in a rehearsal no mail leaves this machine', async () => {
  const mailer = await mailerOf({}, true, 'mail.example.com');
  const sent = await mailer.send(mail, signal);
  expect(sent.insteadOf).toMatch(/^The mail was not sent: a rehearsal reaches nothing/);
});

test('in a rehearsal a server of this machine gets its mails', async () => {
  const mailer = await mailerOf({}, true);
  await mailer.send(mail, signal);
  expect(server.mails).toHaveLength(1);
});
