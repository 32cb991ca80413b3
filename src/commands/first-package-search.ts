import {findProgramFacts} from '../../checks/repository/program.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import {Problem} from '../model/problem.ts';
import {createLookup} from '../tools/lookup.ts';
import type {PackageSearch} from './first-package-found.ts';
import type {Stand} from './publish-work.ts';
import {refuseInvisible} from './status.ts';
import {findLogin} from './who.ts';

/** Looks at everything afresh, and finds out what the release holds. */
export const beginSearch = async ({begun, store}: Stand, ids: readonly MarketplaceId[]): Promise<PackageSearch> => {
  await begun.surveyor.look(ids, true);
  refuseInvisible(store.get(), begun.isSignedIn);
  const survey = store.get();
  const {project} = survey;
  if (project === undefined) throw new Problem('unreachable', 'The project could not be looked up.', 'Try again later.');
  const {sources} = begun.setting;
  const lookup = createLookup({...sources, believesAbsenceFor: 0}, new Map());
  const [facts, login] = await Promise.all([findProgramFacts(lookup, project, {withSource: true}), findLogin(sources)]);
  return {lookup, survey: login === undefined ? survey : {...survey, login}, facts};
};
