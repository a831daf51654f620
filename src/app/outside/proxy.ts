// Which requests Node's fetch hands to a proxy of the environment, and how those to this machine are kept from it.
import { isLoopback } from './loopback.ts';

export type ProxyEnvironment = Record<string, string | undefined>;

/** As fetch compares them: it writes an IPv6 host in brackets, other programs do not. */
const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '::1', '[::1]'];

/** Fetch reads these variables at each request; children get them too. */
export function keepLoopbackOffProxy(environment: ProxyEnvironment): void {
  if (!namesProxy(environment)) return;
  for (const name of ['no_proxy', 'NO_PROXY']) {
    const known = environment[name];
    if (known?.trim() === '*' || (known === undefined && name === 'no_proxy')) continue;
    const hosts = hostsOf(known);
    const missing = LOOPBACK_HOSTS.filter((host) => !hosts.includes(host));
    environment[name] = [...hosts, ...missing].join(',');
  }
}

/** Whether a request to this machine would leave it by way of a proxy. */
export function leavesByProxy(url: URL, environment: ProxyEnvironment): boolean {
  if (!isLoopback(url.hostname) || !usesProxy(environment)) return false;
  const spared = environment['no_proxy'] ?? environment['NO_PROXY'];
  return spared?.trim() !== '*' && !hostsOf(spared).includes(url.hostname);
}

function usesProxy(environment: ProxyEnvironment): boolean {
  const { NODE_USE_ENV_PROXY: variable, NODE_OPTIONS: options = '' } = environment;
  return (variable === '1' || options.includes('--use-env-proxy')) && namesProxy(environment);
}

function namesProxy(environment: ProxyEnvironment): boolean {
  return Object.keys(environment).some((name) => /^(https?|all)_proxy$/i.test(name));
}

function hostsOf(list = ''): readonly string[] {
  return list.split(/[\s,]+/).filter((host) => host !== '');
}
