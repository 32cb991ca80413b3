import * as z from 'zod';
import type {Done} from '../model/hands.ts';
import type {RollbackStep} from '../model/rollback-steps.ts';
import {asJson, change, changedSince, fieldsOf, type MarketplaceWriter, refusal, send, tokenFor} from './marketplace-writer.ts';

const infoSchema = z.object({
  'channel-map': z.array(
    z.object({
      channel: z.object({track: z.string(), risk: z.string(), architecture: z.string()}),
      revision: z.number(),
      version: z.string(),
    }),
  ),
});

const rights = 'Export a credential with package_release for this snap and channel: `snapcraft export-login`.';

/** Has a channel serve an earlier revision; nothing is deleted. */
export const releaseSnap = (writer: MarketplaceWriter, step: Extract<RollbackStep, {readonly kind: 'release-snap'}>): Promise<Done> => {
  const {snap, channel, architecture, revision, from} = step;
  const read = `https://api.snapcraft.io/v2/snaps/info/${encodeURIComponent(snap)}?fields=version,revision,channel-map`;
  const url = 'https://dashboard.snapcraft.io/dev/api/snap-release/';
  return change({
    where: 'The Snap Store',
    what: `revision ${revision} in ${channel}`,
    isDone: async () => {
      const sent = await send(writer, {url: read, headers: {'snap-device-series': '16'}, accept: [200, 404]});
      if (sent.status === 404) throw changedSince(`The snap ${snap} is gone`);
      const served = fieldsOf(read, sent, infoSchema)['channel-map'].find(
        (one) => `${one.channel.track}/${one.channel.risk}` === channel && one.channel.architecture === architecture,
      );
      if (served?.revision === revision) return true;
      if (served?.version !== from) throw changedSince(`${channel} of ${snap} was changed to ${served?.version ?? 'nothing'}`);
      return false;
    },
    write: async () => {
      const body = asJson({name: snap, revision: String(revision), channels: [channel]});
      const secretHeaders = tokenFor(writer, 'snapcraft', url);
      const sent = await send(writer, {...body, method: 'POST', url, secretHeaders, accept: [200, 400, 401, 403, 404, 409]});
      if (sent.status !== 200) throw refusal('The Snap Store', sent, rights);
    },
    done: `${channel} of ${snap} for ${architecture} has revision ${revision} (${step.version}).`,
  });
};
