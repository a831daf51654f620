// The options of `penstock twin fault`: one for each field that a fault can have.
import { type Command, InvalidArgumentError } from 'commander';
import type { Json, JsonObject } from '../lib/json.ts';

type Reader = (text: string) => Json;

const text: Reader = (value) => value;
const number: Reader = (value) => {
  const parsed = Number(value);
  if (value.trim() !== '' && Number.isFinite(parsed)) return parsed;
  throw new InvalidArgumentError('It must be a number.');
};
const json: Reader = (value) => {
  try {
    return JSON.parse(value) as Json;
  } catch {
    throw new InvalidArgumentError('It must be JSON, such as \'{"capacity":{"target":3}}\'.');
  }
};

const OPTIONS: readonly (readonly [flags: string, help: string, read: Reader])[] = [
  ['--service <name>', 'whose calls: elbv2, spot, cloudwatch, sts, ec2', text],
  ['--operation <name>', 'which call, such as ModifyRule; "*" is any', text],
  ['--times <count>', 'how many calls or reads', number],
  ['--when <before|after>', 'before the call has its effect, or after', text],
  ['--delay-ms <ms>', 'how much later in real time', number],
  ['--http-status <status>', 'the status of an error', number],
  ['--code <code>', 'the code of an error', text],
  ['--message <text>', 'the message of an error', text],
  ['--for-ms <ms>', "how long, on the twin's clock", number],
  ['--group <name>', 'an Elastigroup, by name or id', text],
  ['--target-group <name>', 'a target group, by name or ARN', text],
  ['--rule <port/priority>', 'a rule, by port and priority (80/10) or ARN', text],
  ['--instance-id <id>', 'an instance', text],
  ['--share <share>', 'of how many, from 0 to 1', number],
  ['--status <status>', 'with what health checks are answered', number],
  ['--weights <json>', 'what the other hand writes: \'{"shop-a":100}\'', json],
  ['--actions <json>', "the same as a list in AWS's own form", json],
  ['--change <json>', "what the other hand changes of a group, in Spot's form", json],
  ['--notice-ms <ms>', 'from the notice to the end of an instance', number],
  ['--fulfilled <count>', 'how many instances the market still gives', number],
  ['--extra-ms <ms>', "how much later, on the twin's clock", number],
  ['--by-ms <ms>', "by how much the clouds' clocks jump; less than 0 is back", number],
  ['--late-ms <ms>', 'how late the registration is; never when not given', number],
  ['--metric <name>', 'a metric, such as RequestCount', text],
];

export function faultOptions(command: Command): Command {
  return OPTIONS.reduce((to, [flags, help, read]) => to.option(flags, help, read), command);
}

/** The fields that were given; `options` may hold others. */
export function faultFields(options: Readonly<Record<string, Json | undefined>>): JsonObject {
  const given = OPTIONS.map(([flags]) => fieldOf(flags)).flatMap((field) => {
    const value = options[field];
    return value === undefined ? [] : [[field, value] as const];
  });
  return Object.fromEntries(given);
}

/** `--target-group <name>` is `targetGroup`. */
function fieldOf(flags: string): string {
  const name = flags.replace(/^--(\S+).*$/, '$1');
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
