import {z} from 'zod';
import type {Cause, Judgement} from '../../src/model/diagnosis.ts';
import {packageNameOf} from '../../src/model/project.ts';
import {apiOrigin} from './github.ts';
import {packagePath} from './npm-registry.ts';
import {parsedJson} from './parsing.ts';

type Probe = NonNullable<Cause['probe']>;

/** A judgement with what was found out, which settles it unless `more` says otherwise. */
export const withFound = (judged: Judgement, found: string, more: Partial<Judgement> = {}): Judgement => ({
  ...judged,
  confidence: 'confirmed',
  ...more,
  evidence: [...judged.evidence, found],
});

const anything = z.object({});
const roles = z.record(z.string(), z.string());
const user = z.object({username: z.string()});

/** npm says "not found" of a missing package, of a dead token and of a missing right: what the package and the token say tells them apart. */
export const npmRight: Probe = async (lookup, {project, job}, judged) => {
  const {name} = packageNameOf(project, 'npm');
  const address = `${lookup.npmRegistry}/${packagePath(name)}`;
  if ((await lookup.json(address, anything, {as: 'nobody'})) === undefined)
    return withFound(judged, `npm has no package ${name}.`, {
      confidence: job !== undefined && job.secrets.length === 0 ? 'confirmed' : 'likely',
      title: 'npm has no package of this name yet, and this publisher may not make one.',
      fix: `Publish a first version of ${name} by hand; then make the workflow its trusted publisher.`,
    });
  if (!lookup.hasToken) return withFound(judged, `npm has the package ${name}, so the right to it is missing.`);
  const who = await lookup.reply(`${lookup.npmRegistry}/-/whoami`, {as: 'token', accept: [200, 401, 403]});
  if (who.status === 401)
    return withFound(judged, 'npm refuses the token that is at hand.', {
      title: 'npm answers "not found" to a token that is expired or revoked.',
      fix: 'Make a new token at npm, and set it as the secret that the job reads.',
      doable: {kind: 'set-secret'},
    });
  const named = user.safeParse(parsedJson(who.text)).data?.username;
  const {status, text} = await lookup.reply(`${lookup.npmRegistry}/-/package/${packagePath(name)}/collaborators`, {
    as: 'token',
    accept: [200, 401, 403, 404],
  });
  const role = named === undefined ? undefined : roles.safeParse(parsedJson(text)).data?.[named];
  if (status !== 200 || named === undefined) return withFound(judged, `npm has the package ${name}, so the right to it is missing.`);
  return role === 'read-write' || role === 'write'
    ? withFound(
        judged,
        `The account ${named} may write to ${name}: the token is limited to other packages, or the secret holds another one.`,
        {
          confidence: 'likely',
        },
      )
    : withFound(judged, `The account ${named} may not write to ${name}.`, {fix: `Have a maintainer of ${name} add ${named}.`});
};

const repositoryOfPackage = z.object({repository: z.object({full_name: z.string()}).nullish()});

/** Whether the container package hangs on this repository. */
export const packageLink: Probe = async (lookup, {project}, judged) => {
  const {owner, name: repository} = project.repository;
  const full = `${owner}/${repository}`;
  const image = packageNameOf(project, 'github-packages').name.split('/').at(-1) ?? repository;
  const path = `/packages/container/${encodeURIComponent(image)}`;
  const found =
    (await lookup.json(`${apiOrigin}/users/${owner}${path}`, repositoryOfPackage)) ??
    (await lookup.json(`${apiOrigin}/orgs/${owner}${path}`, repositoryOfPackage));
  if (found === undefined) return judged;
  const linked = found.repository?.full_name;
  return linked?.toLowerCase() === full.toLowerCase()
    ? withFound(judged, `The package ${image} hangs on ${full}.`, {
        confidence: 'possible',
        title: 'The job may not write the package although it hangs on this repository.',
        fix: 'Give the job `permissions: packages: write`, and this repository the role Write on the package’s page.',
      })
    : withFound(judged, linked === undefined ? `The package ${image} hangs on no repository.` : `The package ${image} hangs on ${linked}.`);
};

/** Whether there is a repository for the image at all. */
export const imageHolder: Probe = async (lookup, {project}, judged) => {
  const {name} = packageNameOf(project, 'docker-hub');
  const [namespace = '', repository] = name.includes('/') ? name.split('/') : [project.repository.owner.toLowerCase(), name];
  const address = `https://hub.docker.com/v2/namespaces/${namespace}/repositories/${repository}`;
  return (await lookup.json(address, anything)) === undefined
    ? withFound(judged, `Docker Hub shows no repository ${namespace}/${repository}.`, {
        title: 'Docker Hub has no such repository, or hides it.',
        fix: `Make the repository ${namespace}/${repository} at Docker Hub, or correct the image’s name in the workflow.`,
        confidence: 'likely',
      })
    : withFound(judged, `Docker Hub has the repository ${namespace}/${repository}, so the token’s account may not push to it.`, {
        fix: `Use a token with Read & Write of an account that may push to ${namespace}/${repository}.`,
      });
};

/** Whether the store knows the name, which it tells nobody of a snap without a release. */
export const snapRegistration: Probe = async (lookup, {project}, judged) => {
  const {name} = packageNameOf(project, 'snapcraft');
  const address = `https://api.snapcraft.io/v2/snaps/info/${encodeURIComponent(name)}?fields=version`;
  return (await lookup.json(address, anything, {headers: {'snap-device-series': '16'}})) === undefined
    ? judged
    : withFound(judged, `The store has a snap ${name}.`, {
        title: 'The credential may not see this snap.',
        fix: `Export the credential again with --snaps=${name}, from an account that owns or shares the snap.`,
        doable: {kind: 'set-secret'},
      });
};
