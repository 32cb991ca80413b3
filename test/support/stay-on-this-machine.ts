import net from 'node:net';
import {afterEach} from 'vitest';

const loopback = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\]|::ffff:127(\.\d{1,3}){3})$/i;
const reachedFor: string[] = [];

/** The host a socket is asked to reach; a path (a Unix socket) is on this machine, and a missing host is localhost. */
function hostOf(given: readonly unknown[]): string {
  const [first, second] = Array.isArray(given[0]) ? given[0] : given;
  if (typeof first === 'object' && first !== null) {
    const {path, host} = first as {path?: unknown; host?: unknown};
    return path || !host ? 'localhost' : String(host);
  }
  const isPort = typeof first === 'number' || /^\d+$/.test(String(first));
  return isPort && typeof second === 'string' ? second : 'localhost';
}

const connect = net.Socket.prototype.connect as (this: net.Socket, ...given: unknown[]) => net.Socket;
net.Socket.prototype.connect = function (this: net.Socket, ...given: unknown[]) {
  const host = hostOf(given);
  if (loopback.test(host)) return connect.apply(this, given);
  reachedFor.push(host);
  // Later, as a real refusal comes: whoever connects still has to start listening for it.
  setImmediate(() => this.destroy(new Error(`No way out to ${host}: tests stay on this machine.`)));
  return this;
};

// No name or token of the person who runs the tests changes an answer, and none is sent anywhere.
const personal = /(^|_)(TOKEN|KEY|APIKEY|CREDENTIALS|PASSWORD|PAT)$|^PORTCALL_|^GITHUB_|^NO_COLOR$|^CI(_|$)|^CONTINUOUS_INTEGRATION$/;
for (const name of Object.keys(process.env)) if (personal.test(name)) delete process.env[name];

afterEach(() => {
  const hosts = reachedFor.splice(0);
  if (hosts.length > 0) throw new Error(`A test reached for ${hosts.join(', ')}: tests stay on this machine.`);
});
