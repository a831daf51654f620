// Every call of a run to its clouds, by a name that people read, so that a test can stand in the way of one.
import type { Clouds } from '../../src/cloud/clouds.ts';
import type { Elastigroups } from '../../src/cloud/elastigroups.ts';
import type { LoadBalancers } from '../../src/cloud/load-balancer.ts';
import { BLUE } from '../twin-world.ts';
import { roleOf, ruleName } from './matrix-world.ts';

export interface NamedCall {
  /** Such as `write the prod rule` or `list the instances of green`. */
  readonly name: string;
  readonly writes: boolean;
}

export type Around = <Answer>(call: NamedCall, act: () => Promise<Answer>) => Promise<Answer>;

export function withNames(clouds: Clouds, around: Around): Clouds {
  return {
    loadBalancers: (connector, region) =>
      namedLoadBalancers(clouds.loadBalancers(connector, region), around),
    elastigroups: (connector) => namedElastigroups(clouds.elastigroups(connector), around),
    metrics: (connector, region) => {
      const metrics = clouds.metrics(connector, region);
      return {
        read: (queries, from, to) =>
          around(read('read metrics'), () => metrics.read(queries, from, to)),
      };
    },
  };
}

function read(name: string): NamedCall {
  return { name, writes: false };
}

function write(name: string): NamedCall {
  return { name, writes: true };
}

function namedLoadBalancers(inner: LoadBalancers, around: Around): LoadBalancers {
  const of = (targetGroupArn: string): string => (targetGroupArn === BLUE ? 'blue' : 'green');
  return {
    loadBalancerByName: (name) =>
      around(read('find the load balancer'), () => inner.loadBalancerByName(name)),
    loadBalancer: (arn) => around(read('read the load balancer'), () => inner.loadBalancer(arn)),
    listeners: (arn) => around(read('list the listeners'), () => inner.listeners(arn)),
    rules: (arn) => around(read('list the rules'), () => inner.rules(arn)),
    rulesByArn: (arns) => around(read('read the rules'), () => inner.rulesByArn(arns)),
    targetGroups: (arns) => around(read('read the target groups'), () => inner.targetGroups(arns)),
    targetGroupAttributes: (arn) =>
      around(read(`read the attributes of ${of(arn)}'s target group`), () =>
        inner.targetGroupAttributes(arn),
      ),
    targetHealth: (arn) =>
      around(read(`read the health of ${of(arn)}'s target group`), () => inner.targetHealth(arn)),
    writeActions: (rule, actions) =>
      around(write(`write ${ruleName(rule.arn)}`), () => inner.writeActions(rule, actions)),
  };
}

function namedElastigroups(inner: Elastigroups, around: Around): Elastigroups {
  return {
    list: () => around(read('list the groups'), () => inner.list()),
    read: (id) => around(read(`read ${roleOf(id)}`), () => inner.read(id)),
    create: (document) => around(write('create green'), () => inner.create(document)),
    rename: (id, name) => around(write(`rename ${roleOf(id)}`), () => inner.rename(id, name)),
    writeCapacity: (id, capacity) =>
      around(write(`${capacity.target === 0 ? 'empty' : 'size'} ${roleOf(id)}`), () =>
        inner.writeCapacity(id, capacity),
      ),
    writeScheduledTasks: (id, tasks) =>
      around(write(`write the tasks of ${roleOf(id)}`), () => inner.writeScheduledTasks(id, tasks)),
    delete: (id) => around(write(`delete ${roleOf(id)}`), () => inner.delete(id)),
    instances: (id) =>
      around(read(`list the instances of ${roleOf(id)}`), () => inner.instances(id)),
    instanceTypes: (id) =>
      around(read(`read the instance types of ${roleOf(id)}`), () => inner.instanceTypes(id)),
    suspensions: (id) =>
      around(read(`read the suspensions of ${roleOf(id)}`), () => inner.suspensions(id)),
    log: (id, from, to) =>
      around(read(`read the log of ${roleOf(id)}`), () => inner.log(id, from, to)),
    suspend: (id, processes, ttlMinutes) =>
      around(write(`suspend ${roleOf(id)}`), () => inner.suspend(id, processes, ttlMinutes)),
    resume: (id, processes) =>
      around(write(`resume ${roleOf(id)}`), () => inner.resume(id, processes)),
  };
}
