import {Agent, type Dispatcher, EnvHttpProxyAgent} from 'undici';

/** The proxies that the environment names; a member is absent where it names none. */
export type WayThrough = {readonly http?: string; readonly https?: string; readonly except?: string};

/** The way to every host that is not mapped. Empty strings keep the library from reading the environment itself. */
export const outwardBy = (proxy: WayThrough | undefined, connect: {readonly timeout: number}): Dispatcher =>
  proxy === undefined
    ? new Agent({connect})
    : new EnvHttpProxyAgent({
        connect,
        httpProxy: proxy.http ?? '',
        httpsProxy: proxy.https ?? proxy.http ?? '',
        noProxy: proxy.except ?? '',
      });
