import {findRun} from '../../checks/repository/workflows.ts';
import type {Marketplace} from '../model/marketplace.ts';
import type {RunJob} from '../model/repository.ts';
import {createLookup} from '../tools/lookup.ts';
import {diagnoseJob} from './diagnose-run.ts';
import {lookAfresh, type PublishWork, type Stand} from './publish-work.ts';
import {quietTokens} from './quiet-tokens.ts';
import {findTokenAnywhere} from './tokens.ts';

/** Lines of a log that are shown below the causes. */
const mostLines = 8;

/** Tells why this very job failed, which may be one that the publishing job needs, as “portcall diagnose” does. */
export const tellFailedJob = async (work: PublishWork, stand: Stand, {id}: Marketplace, job: RunJob | undefined): Promise<void> => {
  if (job === undefined) return;
  await lookAfresh(stand, [id]);
  const {surroundings, say} = work;
  const {setting} = stand.begun;
  const {project} = stand.store.get();
  const repository = project?.repository ?? stand.begun.repository;
  const run = await findRun(createLookup({...setting.sources, believesAbsenceFor: 0}, new Map()), repository, job.runId);
  if (run === undefined) return;
  const kept = quietTokens(surroundings);
  const findToken = (marketplace: Marketplace) => findTokenAnywhere(marketplace, surroundings.env, kept);
  const {diagnosis, log, problem} = await diagnoseJob({setting, repository, now: surroundings.now, findToken}, stand.store.get(), run, job);
  for (const {confidence, title, evidence, fix} of diagnosis) {
    say(`  ${confidence}: ${title}`);
    for (const seen of evidence) say(`    seen: ${seen}`);
    say(`    fix: ${fix}`);
  }
  for (const line of log.slice(-mostLines)) say(`    | ${line}`);
  if (log.length === 0 && problem !== undefined) say(`    no log: ${problem.what} ${problem.next}`);
};
