import {runProof} from '../flow/run-probe.ts';
import {taskSettingOf} from '../flow/select.ts';
import type {Marketplace} from '../model/marketplace.ts';
import type {TaskProof} from '../model/task.ts';
import {type Looking, probe} from './looking.ts';
import {lookupFor, tokenOfRow} from './survey-tokens.ts';

/** Looks by itself whether each task of a row is done, as far as anything can be looked at; each look stands alone. */
export const proveRow = async (looking: Looking, marketplace: Marketplace): Promise<void> => {
  const setting = taskSettingOf(looking.survey(), marketplace);
  if (setting === undefined) return;
  await probe(looking, {of: marketplace.id, fact: 'proofs'}, async () => {
    const lookup = lookupFor(looking, marketplace, await tokenOfRow(looking, marketplace));
    const proofs = marketplace.tasks.map(async (task): Promise<readonly (readonly [string, TaskProof])[]> => {
      const prove = task.prove?.bind(task);
      return prove === undefined ? [] : [[task.id, await runProof(() => prove(lookup, setting))]];
    });
    return Object.fromEntries((await Promise.all(proofs)).flat());
  });
};
