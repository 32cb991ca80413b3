import * as z from 'zod';
import type {Done} from '../model/hands.ts';
import type {RollbackStep} from '../model/rollback-steps.ts';
import {change, changedSince, fieldsOf, type MarketplaceWriter, refusal, refused, send, tokenFor} from './marketplace-writer.ts';

const schema = z.object({version: z.object({yanked: z.boolean()})});

const anotherToken = 'Make a token with the scope yank for this crate at https://crates.io/settings/tokens/new, or yank it on its page.';

/** Yanks one version. A token of trusted publishing, which may never do so, is not even sent. */
export const yankCrate = (
  writer: MarketplaceWriter,
  {crate, version}: Extract<RollbackStep, {readonly kind: 'yank-crate'}>,
): Promise<Done> => {
  const url = `https://crates.io/api/v1/crates/${encodeURIComponent(crate)}/${encodeURIComponent(version)}`;
  const secretHeaders = tokenFor(writer, 'crates-io', url);
  if (Object.values(secretHeaders).some((value) => value.includes('cio_tp_')))
    throw refused('A token of trusted publishing may not yank.', anotherToken);
  return change({
    where: 'crates.io',
    what: 'it as yanked',
    isDone: async () => {
      const sent = await send(writer, {url, accept: [200, 404]});
      if (sent.status === 404) throw changedSince(`${crate} ${version} is gone from crates.io`);
      return fieldsOf(url, sent, schema).version.yanked;
    },
    write: async () => {
      const sent = await send(writer, {url: `${url}/yank`, method: 'DELETE', secretHeaders, accept: [200, 400, 401, 403, 404]});
      if (sent.status !== 200) throw refusal('crates.io', sent, anotherToken);
    },
    done: `${crate} ${version} is yanked.`,
  });
};
