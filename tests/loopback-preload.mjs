// Loaded into every process of a command under test: notes its start, refuses what would leave this machine, and goes along into children.
import { ChildProcess } from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import { basename } from 'node:path';

const REPORT = 'LOOPBACK_REPORT';
const report = process.env[REPORT];
/** Programs give their children clean environments: these two go along all the same. */
const carried = [REPORT, 'NODE_OPTIONS'].map((name) => `${name}=${process.env[name]}`);

note('started', basename(process.argv[1] ?? ''));
guardConnections();
guardNames();
guardDatagrams();
goAlong();
syncBuiltinESMExports();

function note(what, detail) {
  appendFileSync(report, `${JSON.stringify({ what, detail, pid: process.pid })}\n`);
}

function refusal(address) {
  note('refused', address);
  return new Error(`${address} is not on this machine`);
}

function isLoopback(host) {
  return host === undefined || /^(localhost|::1|0\.0\.0\.0|::|127\.[\d.]+)$/.test(host);
}

function guardConnections() {
  const { connect } = net.Socket.prototype;
  net.Socket.prototype.connect = function (...given) {
    const first = Array.isArray(given[0]) ? given[0][0] : given[0];
    const host = typeof first === 'object' ? addressOf(first) : portAddress(first, given[1]);
    if (isLoopback(host)) return connect.apply(this, given);
    const error = refusal(host);
    process.nextTick(() => this.destroy(error));
    return this;
  };
}

function addressOf(options) {
  return options?.path ? undefined : options?.host;
}

function portAddress(port, host) {
  return Number.isNaN(Number(port)) || typeof host !== 'string' ? undefined : host;
}

function guardNames() {
  const kinds = ['', '4', '6', 'Any', 'Cname', 'Srv', 'Txt'].map((kind) => `resolve${kind}`);
  for (const name of ['lookup', ...kinds]) {
    const ask = dns[name];
    dns[name] = (host, ...rest) => {
      if (isLoopback(host)) return ask(host, ...rest);
      const error = refusal(host);
      process.nextTick(() => rest.at(-1)(error));
      return undefined;
    };
    const askLater = dns.promises[name];
    dns.promises[name] = async (host, ...rest) => {
      if (isLoopback(host)) return askLater(host, ...rest);
      throw refusal(host);
    };
  }
}

function guardDatagrams() {
  const { send } = dgram.Socket.prototype;
  dgram.Socket.prototype.send = function (...given) {
    const host = given.slice(1).find((each) => typeof each === 'string');
    if (isLoopback(host)) return send.apply(this, given);
    throw refusal(host);
  };
}

function goAlong() {
  const { spawn } = ChildProcess.prototype;
  ChildProcess.prototype.spawn = function (options) {
    const names = carried.map((pair) => pair.slice(0, pair.indexOf('=') + 1));
    const own = (options.envPairs ?? []).filter((pair) => !names.some((n) => pair.startsWith(n)));
    const answer = spawn.call(this, { ...options, envPairs: [...own, ...carried] });
    if (basename(options.file) === 'node') note('spawned', this.pid);
    return answer;
  };
}
