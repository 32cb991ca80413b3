import type {Lookup} from '../../src/model/lookup.ts';
import {type Project, packageNameOf} from '../../src/model/project.ts';
import type {Rollback, RollbackWay} from '../../src/model/rollback.ts';
import {chocolateyEntryUrl} from './chocolatey-feed.ts';
import {chocolateyPage, moderatedState} from './moderation.ts';
import {findEntries, normalizedVersion} from './nuget-feed.ts';

const find = async (lookup: Lookup, project: Project): Promise<readonly RollbackWay[]> => {
  const {name: id} = packageNameOf(project, 'chocolatey');
  const version = normalizedVersion(project.version);
  const [entry] = (await findEntries(lookup, chocolateyEntryUrl(id, version))) ?? [];
  if (entry === undefined) return [];
  const url = chocolateyPage(id, version);
  const state = moderatedState(id, entry).kind;
  if (state === 'waiting')
    return [
      {
        by: 'person',
        title: `Ask for ${version} to be rejected before it is approved`,
        leaves: 'A rejected number is used up; pushing the same version again instead mends it while it waits.',
        url,
        instructions: [
          'Sign in and open the page.',
          'Write to the moderators below the review what is wrong, or press Self Reject where the page offers it.',
        ],
        seenBy: 'The feed lists the version no more.',
      },
    ];
  if (state === 'withdrawn' || state === 'rejected') return [];
  return [
    {
      by: 'person',
      title: `Unlist ${version}`,
      leaves: `Whoever asks for ${version} by its number still gets it; it can be listed again on the same page.`,
      url,
      instructions: ['Sign in, open the page and press Edit Package.', 'Untick “Listed in search results”, and save.'],
      seenBy: 'The feed dates the version to the year 1900, which it does with what is unlisted.',
    },
  ];
};

export const chocolateyRollback: Rollback = {
  can: 'It can be unlisted on its page at any time and listed again; while it waits in moderation the same version can be pushed once more.',
  never: 'An approved version is neither changed nor deleted, and its number never free again.',
  find,
};
