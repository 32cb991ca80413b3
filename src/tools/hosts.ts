import {Problem} from '../model/problem.ts';

/** Where requests meant for a public host really go; `*` takes every host and leaves no other way out. */
export type HostMap = Readonly<Record<string, string>>;

/** Reads `host=origin,host=origin` as `PORTCALL_HOSTS` and the configuration's `hosts:` write it. */
export const hostMapOf = (text: string): HostMap =>
  Object.fromEntries(
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map((part) => {
        const at = part.indexOf('=');
        const host = part.slice(0, at).trim().toLowerCase();
        const origin = part
          .slice(at + 1)
          .trim()
          .replace(/\/+$/, '');
        if (at < 1 || !/^https?:\/\/[^/]+$/.test(origin)) {
          throw new Problem(
            'refused',
            `PORTCALL_HOSTS holds "${part}", which is not host=origin.`,
            'Write it like api.github.com=http://127.0.0.1:8080.',
          );
        }
        return [host, origin];
      }),
  );

/** Where requests go: as the environment says, which is the person's own word, and as a repository's `portcall.yaml` says, which may be anybody's. */
export type Hosts = {readonly own: HostMap; readonly ofRepository: HostMap};

export type Route = {
  readonly url: URL;
  readonly isMapped: boolean;
  /** False: only the repository names this address, so no token goes there. */
  readonly isTrusted: boolean;
};

const mapped = (map: HostMap, url: URL): URL | undefined => {
  const one = map[url.host];
  if (one !== undefined) return new URL(`${one}${url.pathname}${url.search}`);
  const every = map['*'];
  return every === undefined ? undefined : new URL(`${every}/${url.host}${url.pathname}${url.search}`);
};

/** The address a request for a public URL is really sent to. */
export const routeOf = ({own, ofRepository}: Hosts, url: URL): Route => {
  const byOwn = mapped(own, url);
  if (byOwn !== undefined) return {url: byOwn, isMapped: true, isTrusted: true};
  const byRepository = mapped(ofRepository, url);
  return byRepository === undefined ? {url, isMapped: false, isTrusted: true} : {url: byRepository, isMapped: true, isTrusted: false};
};
