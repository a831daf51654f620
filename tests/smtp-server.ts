// A mail server of this machine that takes every mail, unless it is told to refuse or to fall silent.

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';

export interface TakenMail {
  readonly to: readonly string[];
  readonly text: string;
}

export interface SmtpServer {
  readonly port: number;
  readonly mails: readonly TakenMail[];
  close(): Promise<void>;
}

export interface SmtpTrouble {
  /** Addresses that it does not take. */
  readonly refuses?: readonly string[];
  /** It takes the text of a mail and hangs up instead of saying so. */
  readonly hangsUp?: boolean;
}

export async function startSmtpServer(trouble: SmtpTrouble = {}): Promise<SmtpServer> {
  const mails: TakenMail[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    talk(socket, mails, trouble);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    mails,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function talk(socket: Socket, mails: TakenMail[], { refuses = [], hangsUp }: SmtpTrouble): void {
  let buffered = '';
  let to: string[] = [];
  let text: string[] | undefined;
  const say = (line: string): void => void socket.write(`${line}\r\n`);
  const take = (line: string): void => {
    if (text !== undefined && line !== '.') text.push(line);
    else if (text !== undefined) {
      mails.push({ to, text: text.join('\n') });
      text = undefined;
      to = [];
      if (hangsUp === true) socket.destroy();
      else say('250 taken');
    } else if (/^RCPT/i.test(line)) {
      const address = /<(.*)>/.exec(line)?.[1] ?? '';
      const isTaken = !refuses.includes(address);
      if (isTaken) to.push(address);
      say(isTaken ? '250 fine' : '550 nobody of this name');
    } else if (/^DATA/i.test(line)) {
      text = [];
      say('354 go on');
    } else if (/^QUIT/i.test(line)) {
      say('221 bye');
      socket.end();
    } else say('250 fine');
  };
  socket.on('data', (data) => {
    buffered += data.toString('utf8');
    const lines = buffered.split('\r\n');
    buffered = lines.pop() ?? '';
    for (const line of lines) take(line);
  });
  say('220 here');
}
