// The calls that the steps of a run make to its clouds, by deployment: a test holds this list to what runs really do.
import type { Deployment } from './matrix-world.ts';
import type { NamedCall } from './named-calls.ts';

/** What the way back has to undo, and so which calls it makes. */
export type Origin =
  | 'a script that failed after the last rung'
  | 'a rejection before the last rung'
  | 'a script that ran out of time after the last rung'
  | 'an abort while half of the traffic settled'
  | 'a setup that was refused to delete what was left'
  | 'a create that was never answered';

const only = (deployments: readonly Deployment[], call: NamedCall) => ({ deployments, call });
const read = (name: string): NamedCall => ({ name, writes: false });
const write = (name: string): NamedCall => ({ name, writes: true });
const ALL: readonly Deployment[] = ['first', 'second', 'third'];
const LATER: readonly Deployment[] = ['second', 'third'];

const SETUP = [
  only(ALL, read('find the load balancer')),
  only(ALL, read('list the listeners')),
  only(ALL, read('list the rules')),
  only(ALL, read('read the target groups')),
  only(ALL, read('list the groups')),
  only(['first'], read("read the health of blue's target group")),
  only(['third'], read('read metrics')),
  only(['third'], write('empty the leftover')),
  only(['third'], read('list the instances of the leftover')),
  only(['third'], write('delete the leftover')),
  only(ALL, read("read the attributes of green's target group")),
  only(ALL, read("read the attributes of blue's target group")),
  only(ALL, read("read the health of green's target group")),
  only(ALL, write('create green')),
  only(LATER, read('read blue')),
  only(LATER, write('size blue')),
  only(ALL, write('size green')),
  only(ALL, read('list the instances of green')),
];

/** In the order in which the setup makes them first. */
export function setupCalls(deployment: Deployment): readonly NamedCall[] {
  return callsOf(SETUP, deployment);
}

const SWAP = [
  only(ALL, read('read green')),
  only(ALL, write('rename green')),
  only(LATER, read('read blue')),
  only(LATER, write('rename blue')),
  only(LATER, write('write the tasks of blue')),
  only(ALL, write('write the tasks of green')),
];

export function swapCalls(deployment: Deployment): readonly NamedCall[] {
  return callsOf(SWAP, deployment);
}

const AFTER_REFUSED_DELETE = [
  only(['third'], read('read the rules')),
  only(['third'], read('read the leftover')),
  only(['third'], write('size the leftover')),
  only(['third'], read('read blue')),
];

const AFTER_LOST_CREATE = [
  only(ALL, read('read the rules')),
  only(ALL, read('list the groups')),
  only(ALL, read('list the listeners')),
  only(ALL, read('list the rules')),
  only(LATER, read('read blue')),
  only(ALL, read('list the instances of green')),
  only(ALL, write('empty green')),
  only(ALL, write('delete green')),
];

/** In the order in which the way back makes them first. */
export function rollbackCalls(deployment: Deployment, origin: Origin): readonly NamedCall[] {
  if (origin === 'a setup that was refused to delete what was left') {
    return callsOf(AFTER_REFUSED_DELETE, deployment);
  }
  if (origin === 'a create that was never answered') return callsOf(AFTER_LOST_CREATE, deployment);
  const isSwapped = origin.endsWith('after the last rung');
  const swapped = isSwapped ? ALL : [];
  const swappedLater = isSwapped ? LATER : [];
  return callsOf(
    [
      only(ALL, read('read the rules')),
      only(LATER, read("read the health of blue's target group")),
      only(LATER, read('list the instances of blue')),
      only(ALL, write('write the prod rule')),
      only(ALL, write('write the stage rule')),
      only(ALL, read('list the listeners')),
      only(ALL, read('list the rules')),
      only(LATER, read('read blue')),
      only(swappedLater, write('rename blue')),
      only(ALL, read('read green')),
      only(swapped, write('rename green')),
      only(LATER, write('size blue')),
      only(swapped, write('write the tasks of green')),
      only(swappedLater, write('write the tasks of blue')),
      only(ALL, write('resume green')),
      only(LATER, write('resume blue')),
      only(ALL, read('read metrics')),
      only(ALL, read('list the instances of green')),
      only(ALL, write('empty green')),
      only(ALL, write('delete green')),
    ],
    deployment,
  );
}

function callsOf(
  table: readonly ReturnType<typeof only>[],
  deployment: Deployment,
): readonly NamedCall[] {
  return table
    .filter(({ deployments }) => deployments.includes(deployment))
    .map(({ call }) => call);
}
