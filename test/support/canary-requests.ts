import {marketplaces} from '../../checks/index.ts';
import type {Canary, Leak, Search} from './canaries.ts';

/** A request as the proxy recorded it. */
export type SeenRequest = {
  /** The public host it was meant for. */
  readonly host: string;
  readonly method: string;
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

type Sent = {readonly origin: string; readonly headers: Readonly<Record<string, string>>};

/** The headers that a canary may go out in, each with the origin that it may go to: what its marketplaces declare, and nothing else. */
const declaredFor = ({name, value}: Canary, companions: Readonly<Record<string, string>>, npmRegistry: string): readonly Sent[] =>
  marketplaces
    .filter(({token}) => token?.names.includes(name))
    .flatMap(({token}) =>
      (token?.origins ?? []).map((declared) => {
        const origin = declared === 'npm' ? new URL(npmRegistry).origin : declared;
        return {origin, headers: token?.authorize(value, companions, origin) ?? {}};
      }),
    );

export type RequestRules = {
  /** Leaks in a request: anything of a canary beyond a whole header that was declared for the origin. */
  leaksIn(request: SeenRequest): readonly Leak[];
  /** The names of the canaries that a request carries as they may. */
  carriedBy(request: SeenRequest): readonly string[];
};

export const createRequestRules = (
  canaries: readonly Canary[],
  search: Search,
  {companions, npmRegistry}: {readonly companions: Readonly<Record<string, string>>; readonly npmRegistry: string},
): RequestRules => {
  const declared = canaries.flatMap((canary) =>
    declaredFor(canary, companions, npmRegistry).flatMap(({origin, headers}) =>
      Object.entries(headers).map(([header, value]) => ({
        key: `${new URL(origin).host} ${header.toLowerCase()} ${value}`,
        name: canary.name,
      })),
    ),
  );
  const allowed = new Map(declared.map(({key, name}) => [key, name]));
  /* A part of a credential that is exchanged for a fresh one goes out in a body, to the one address that its marketplace declares for that. */
  const renewals = new Set(
    marketplaces.flatMap(({token}) =>
      canaries.flatMap(({name, value}) => {
        if (token?.renewal === undefined || !token.names.includes(name)) return [];
        return [`${new URL(token.renewal.url).host} ${token.renewal.bodyOf(value)}`];
      }),
    ),
  );
  const keysOf = ({host, headers}: SeenRequest) =>
    Object.entries(headers).map(([header, value]) => ({header, key: `${host} ${header} ${value}`}));
  return {
    leaksIn: (request) => {
      const others = keysOf(request)
        .filter(({key}) => !allowed.has(key))
        .map(({header}) => `${header}: ${request.headers[header]}`);
      return search(
        [request.method, request.url, ...others, renewals.has(`${request.host} ${request.body}`) ? '' : request.body].join('\n'),
      );
    },
    carriedBy: (request) => keysOf(request).flatMap(({key}) => allowed.get(key) ?? []),
  };
};
