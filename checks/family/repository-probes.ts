import {z} from 'zod';
import type {Cause} from '../../src/model/diagnosis.ts';
import {packageNameOf} from '../../src/model/project.ts';
import {apiOrigin, repositoryApi} from './github.ts';
import {normalizedVersion} from './nuget-feed.ts';
import {withFound} from './registry-probes.ts';

type Probe = NonNullable<Cause['probe']>;

const forkSchema = z.object({fork: z.boolean(), full_name: z.string()});
const distance = z.object({behind_by: z.number()});

/** GitHub refuses a reference in a fork that is missing, is none, or is far behind. */
export const forkState: Probe = async (lookup, {project, token}, judged) => {
  const owner = token?.identity ?? project.repository.owner;
  const fork = `${owner}/winget-pkgs`;
  const page = `https://github.com/${fork}`;
  const found = await lookup.json(`${apiOrigin}/repos/${fork}`, forkSchema);
  if (found === undefined)
    return withFound(judged, `There is no ${fork}.`, {
      title: 'There is no fork of winget-pkgs to push to.',
      fix: 'Fork microsoft/winget-pkgs once, with its master branch alone.',
      confidence: token?.identity === undefined ? 'likely' : 'confirmed',
    });
  if (!found.fork)
    return withFound(judged, `${fork} is no fork.`, {
      title: 'The repository winget-pkgs of the account is no fork of Microsoft’s.',
      fix: `Rename ${fork} and fork microsoft/winget-pkgs.`,
    });
  const compared = await lookup.json(`${apiOrigin}/repos/${fork}/compare/microsoft:master...${owner}:master`, distance);
  if (compared === undefined || compared.behind_by === 0)
    return compared === undefined
      ? judged
      : withFound(judged, `${fork} is up to date.`, {
          confidence: 'possible',
          title: 'The token may not write to the fork of winget-pkgs.',
          fix: 'Give the token the scopes public_repo and workflow.',
          doable: {kind: 'test-token'},
        });
  return withFound(judged, `${fork} is ${compared.behind_by} commits behind.`, {
    fix: `Sync the fork at ${page}, and run the failed job again.`,
    doable: {kind: 'sync-fork', fork},
  });
};

const site = 'https://community.chocolatey.org/packages';

/** Chocolatey says 403 for a foreign id, a full queue, an account without rights and an unknown key. */
export const pushForbidden: Probe = async (lookup, {project, publication, token}, judged) => {
  const {name} = packageNameOf(project, 'chocolatey');
  const queued = publication?.queued ?? [];
  if (publication?.belongsTo === 'another')
    return withFound(judged, `The id ${name} is another project’s.`, {
      title: 'The package’s id belongs to somebody else.',
      fix: 'Ask its owner to add the account, or choose another id.',
    });
  if (queued.length >= 10)
    return withFound(judged, `${queued.length} versions are in moderation.`, {
      title: 'Chocolatey takes no more versions while this many are in moderation.',
      fix: 'Push nothing more, and ask a moderator to go through the queue.',
      doable: {kind: 'wait'},
    });
  if (token !== undefined && ['refused', 'wrong-marketplace'].includes(token.verdict))
    return withFound(judged, token.note, {
      title: 'Chocolatey does not know the key.',
      fix: 'Copy the key again from your account, and set CHOCOLATEY_API_KEY.',
      doable: {kind: 'set-secret'},
    });
  const isThere = publication?.serves != null || queued.length > 0 || (await lookup.exists(`${site}/${name}`));
  return isThere
    ? withFound(judged, `Chocolatey has a package ${name}.`, {
        confidence: 'likely',
        title: 'The key’s account does not own the package.',
        fix: `Have an owner of ${name} add the account, or set the owner’s key.`,
      })
    : withFound(judged, `Chocolatey has no package ${name}, so nobody else’s it can be.`, {
        confidence: 'likely',
        title: 'Chocolatey does not know the key, or its account may not push yet.',
        fix: 'Copy the key again from your account and set it; if it stays so, write to Chocolatey.',
        doable: {kind: 'set-secret'},
      });
};

/** Of a version that is there the page tells, whatever the feed hides. */
export const pushNotTaken: Probe = async (lookup, {project}, judged) => {
  const {name} = packageNameOf(project, 'chocolatey');
  const page = `${site}/${name}/${normalizedVersion(project.version)}`;
  return (await lookup.exists(page))
    ? withFound(judged, `The version has a page, ${page}.`, {
        title: 'This version is already there, and Chocolatey takes no second one.',
        fix: 'Do nothing if it is approved or in moderation; release a new version if it was rejected.',
      })
    : withFound(judged, 'The version has no page.', {
        confidence: 'likely',
        title: 'The nuspec holds something that Chocolatey refuses.',
        fix: 'Shorten and correct the elements of the nuspec, and push again.',
      });
};

const maintained = z.object({results: z.array(z.object({Maintainer: z.string().nullish()}))});

/** The AUR says one thing of a wrong key and of a right key's missing account: whose package it is narrows it. */
export const keyHolder: Probe = async (lookup, {project, token}, judged) => {
  if (token !== undefined && ['refused', 'expired'].includes(token.verdict)) return withFound(judged, token.note);
  if (token?.verdict === 'valid')
    return withFound(judged, 'The key at hand is accepted: the secret holds another one.', {doable: {kind: 'set-secret'}});
  const {name} = packageNameOf(project, 'aur');
  const found = await lookup.json(`https://aur.archlinux.org/rpc/v5/info/${encodeURIComponent(name)}`, maintained);
  const maintainer = found?.results[0]?.Maintainer;
  return maintainer == null
    ? judged
    : withFound(judged, `${maintainer} maintains ${name}: it is the keys of that account, or of a co-maintainer, that count.`, {
        confidence: 'likely',
      });
};

const releaseSchema = z.object({draft: z.boolean(), assets: z.array(z.object({name: z.string(), state: z.string(), size: z.number()}))});

/** What an earlier attempt left of a release. */
export const assetState: Probe = async (lookup, {project}, judged) => {
  const found = await lookup.json(repositoryApi(project.repository, `/releases/tags/${encodeURIComponent(project.tag)}`), releaseSchema);
  if (found === undefined) return judged;
  const broken = found.assets.filter(({state}) => state !== 'uploaded').map(({name}) => name);
  return broken.length > 0
    ? withFound(judged, `Not uploaded to its end: ${broken.join(', ')}.`, {
        title: 'An earlier upload broke off and left its name behind.',
        fix: `Delete ${broken.join(', ')} from the release, and run the failed job again.`,
      })
    : withFound(judged, `The release has ${found.assets.length} files, all uploaded.`, {
        fix: found.draft
          ? 'Let the job replace files of a draft, as `gh release upload --clobber` does.'
          : 'Let the job leave out what is there, and upload the rest.',
      });
};
