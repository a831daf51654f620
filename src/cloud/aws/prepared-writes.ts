// Writes of rules made ready before they may leave: signed and connected, of which AWS has got nothing yet.
import { Readable } from 'node:stream';
import {
  type ElasticLoadBalancingV2Client,
  ModifyRuleCommand,
  type ModifyRuleCommandInput,
  type ModifyRuleCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { SendOptions } from './call.ts';

export interface PreparedWrites {
  /** Replaces what waits for its turn; what nobody sends is given up after some seconds. */
  prepare(inputs: readonly ModifyRuleCommandInput[]): void;
  /** Sends a write, the prepared one if there is an equal one. */
  send(input: ModifyRuleCommandInput, options: SendOptions): Promise<ModifyRuleCommandOutput>;
}

/** Real time. Longer than a read takes, far shorter than AWS accepts a signature or keeps a silent connection. */
export const KEPT_MS = 5_000;

export function createPreparedWrites(
  client: ElasticLoadBalancingV2Client,
  keptMs: number,
): PreparedWrites {
  let queued: ModifyRuleCommandInput[] = [];
  const ready = new Map<string, PreparedWrite>();
  /** One a turn: answers and other calls come first. */
  const prepareNext = (): void => {
    const input = queued.shift();
    if (input === undefined) return;
    const key = JSON.stringify(input);
    const write = prepareWrite(client, input, keptMs, () => {
      if (ready.get(key) === write) ready.delete(key);
    });
    ready.set(key, write);
    setImmediate(prepareNext);
  };
  return {
    prepare(inputs) {
      const isIdle = queued.length === 0;
      queued = [...inputs];
      if (isIdle && queued.length > 0) setImmediate(prepareNext);
    },
    send(input, options) {
      queued = queued.filter((each) => each.RuleArn !== input.RuleArn);
      const key = JSON.stringify(input);
      const write = ready.get(key);
      ready.delete(key);
      return write?.send(options) ?? client.send(new ModifyRuleCommand(input), options);
    },
  };
}

interface PreparedWrite {
  send(options: SendOptions): Promise<ModifyRuleCommandOutput>;
}

/** `onEnd` is called when it cannot be sent any more: given up, or its connection has failed. */
function prepareWrite(
  client: ElasticLoadBalancingV2Client,
  input: ModifyRuleCommandInput,
  keptMs: number,
  onEnd: () => void,
): PreparedWrite {
  const giveUp = new AbortController();
  const tooOld = setTimeout(() => {
    onEnd();
    giveUp.abort();
  }, keptMs);
  tooOld.unref();
  let mayLeave = (): void => {};
  const isLetGo = new Promise<void>((resolve) => {
    mayLeave = resolve;
  });
  const command = new ModifyRuleCommand(input);
  command.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { body: unknown };
      request.body = heldBack(String(request.body), isLetGo);
      return next(args);
    },
    // Behind the signature, which is of the body as it will be.
    { name: 'heldBackMiddleware', step: 'finalizeRequest', priority: 'low' },
  );
  const answer = client.send(command, { abortSignal: giveUp.signal });
  answer.then(onEnd, onEnd);
  return {
    send({ abortSignal }) {
      clearTimeout(tooOld);
      abortSignal.addEventListener('abort', () => giveUp.abort(), { once: true });
      mayLeave();
      return answer;
    },
  };
}

/** The client connects and waits for it; nothing of a request leaves before its body begins. */
function heldBack(body: string, isLetGo: Promise<void>): Readable {
  const held = new Readable({ read: () => undefined });
  void isLetGo.then(() => {
    held.push(body);
    held.push(null);
  });
  return held;
}
