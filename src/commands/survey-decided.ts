import {generalCauses} from '../diagnosis/causes.ts';
import {findDecided} from '../diagnosis/decide.ts';
import {knownSituation} from '../flow/row-situation.ts';
import {hasFailed} from '../model/job-outcome.ts';
import type {Marketplace} from '../model/marketplace.ts';
import {type Looking, probe} from './looking.ts';
import {lookupFor, tokenOfRow} from './survey-tokens.ts';

/** Asks what decides between the causes of a row's failure; nothing where nothing failed, or where people get the version all the same. */
export const decideRow = async (looking: Looking, marketplace: Marketplace): Promise<void> => {
  const situation = knownSituation(looking.survey(), marketplace);
  const run = situation?.run;
  if (situation?.log === undefined || run === undefined || !hasFailed(run) || situation.publication?.version.kind === 'published') return;
  await probe(looking, {of: marketplace.id, fact: 'decided'}, async () => {
    const lookup = lookupFor(looking, marketplace, await tokenOfRow(looking, marketplace));
    return {jobId: run.id, causes: await findDecided(lookup, situation, [...(marketplace.causes ?? []), ...generalCauses])};
  });
};
