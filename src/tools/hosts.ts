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

/** The address a request for a public URL is really sent to, and whether the map changed it. */
export const routeOf = (map: HostMap, url: URL): {readonly url: URL; readonly isMapped: boolean} => {
  const own = map[url.host];
  if (own !== undefined) return {url: new URL(`${own}${url.pathname}${url.search}`), isMapped: true};
  const every = map['*'];
  if (every !== undefined) return {url: new URL(`${every}/${url.host}${url.pathname}${url.search}`), isMapped: true};
  return {url, isMapped: false};
};
