import {boundDischarge} from '../macaroon.ts';

/** The two halves of an exported login. */
export type SnapCredentials = {readonly root: string; readonly discharge: string};

/** What `snapcraft export-login` wrote; undefined: it is something else. */
export const readSnapCredentials = (exported: string): SnapCredentials | undefined => {
  try {
    const {v} = JSON.parse(Buffer.from(exported, 'base64').toString('utf8')) as {v?: {r?: unknown; d?: unknown}};
    return typeof v?.r === 'string' && typeof v.d === 'string' ? {root: v.r, discharge: v.d} : undefined;
  } catch {
    return undefined;
  }
};

/** What a request sends: the root, and the discharge bound to it. */
export const sentMacaroons = (header: string | undefined): SnapCredentials | undefined => {
  const [, root, discharge] = /^Macaroon\s+root="?([^",\s]+)"?,\s*discharge="?([^",\s]+)"?$/i.exec(header ?? '') ?? [];
  return root === undefined || discharge === undefined ? undefined : {root, discharge};
};

/** Whether the sent pair is these credentials, properly bound. */
export const isBoundPair = (sent: SnapCredentials, {root, discharge}: SnapCredentials): boolean =>
  sent.root === root && sent.discharge === boundDischarge(root, discharge);
