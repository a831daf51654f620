// The open connections of a server: which are answered just now, so that at its end the others can go at once.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export interface Connections {
  /** Told of each request as it comes. */
  answering(incoming: IncomingMessage, outgoing: ServerResponse): void;
  /** Whether an answer has begun to go out on it: nothing else may be written there then. */
  isAnswering(socket: Socket): boolean;
  /** Those on which no request is under way, such as one that a browser opened for later. */
  endIdle(): void;
}

export function connectionsOf(server: Server): Connections {
  const open = new Set<Socket>();
  const answered = new Map<Socket, ServerResponse>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => {
      open.delete(socket);
      answered.delete(socket);
    });
  });
  return {
    answering({ socket }, outgoing) {
      answered.set(socket, outgoing);
      outgoing.once('close', () => {
        if (answered.get(socket) === outgoing) answered.delete(socket);
      });
    },
    isAnswering: (socket) => answered.get(socket)?.headersSent === true,
    endIdle() {
      for (const socket of open) {
        if (!answered.has(socket)) socket.destroy();
      }
    },
  };
}
