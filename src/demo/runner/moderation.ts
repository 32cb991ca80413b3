import type {ChocolateyVersion} from '../marketplaces/chocolatey-state.ts';
import type {Place} from './place.ts';

/** Chocolatey's moderators take days; these take so many simulated seconds. */
const moderationSeconds = 60;

const approve = (submitted: ChocolateyVersion, now: number): void => {
  Object.assign(submitted, {status: 'Approved', submittedStatus: 'Ready', isListed: true, validation: 'Passing', verification: 'Passing'});
  submitted.approvedAt = new Date(now).toISOString();
};

/** The checks pass and a moderator approves what now waits, a while later; what was rejected or replaced by then stays as it is. */
export const approveLater = (place: Place): void => {
  const waiting = Object.values(place.marketplaces.chocolatey.packages).flatMap(({versions}) =>
    Object.values(versions).filter(({status}) => status === 'Submitted'),
  );
  place.later(moderationSeconds * 1000, () => {
    for (const version of waiting) if (version.status === 'Submitted') approve(version, place.setting.now());
  });
};
