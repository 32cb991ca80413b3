import type {FirstFiles, FirstPackage, ProgramFacts} from '../../src/model/first-package.ts';
import {packageOf} from '../family/github-package-name.ts';
import {type Blocked, blocked} from './grounds.ts';
import {imageFiles} from './image.ts';
import {type ImageRegistry, imageJob} from './image-job.ts';

const host = 'ghcr.io';

const nameObstacle = ({project}: ProgramFacts): Blocked | undefined => {
  const {name, type, owner} = packageOf(project);
  if (type === 'npm')
    return blocked(
      `${name} is an npm package, for which GitHub’s registry asks everybody for a token, and Portcall writes an image instead.`,
      'Name the image in portcall.yaml, under packages: github-packages, as owner/image; npm has a row of its own.',
    );
  const part = '[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*';
  if (!new RegExp(`^${part}(?:/${part})+$`).test(name))
    return blocked(
      `${JSON.stringify(name)} can’t be an image’s name: it wants lower-case letters and digits, with single dots, hyphens or underscores between them.`,
      'Name the image in portcall.yaml, under packages: github-packages, as owner/image.',
    );
  return owner === project.repository.owner.toLowerCase()
    ? undefined
    : blocked(
        `The image ${name} belongs to ${owner}, and a workflow of ${project.repository.owner} may push only below its own owner.`,
        'Name the image in portcall.yaml, under packages: github-packages, below the owner of the repository.',
      );
};

const filesOf = (facts: ProgramFacts): FirstFiles => {
  const found = nameObstacle(facts) ?? imageFiles(facts);
  return found.kind === 'blocked'
    ? found
    : {
        ...found,
        notes: [
          ...found.notes,
          'The Dockerfile is the one that Docker Hub has too.',
          'GitHub makes a new image private; after the first run you make it public in its settings.',
        ],
      };
};

const registryFor = (name: string): ImageRegistry => ({
  image: `${host}/${name}`,
  title: 'GitHub Packages',
  looksSignedIn: true,
  login: {
    kind: 'use',
    name: 'Sign in at GitHub Packages',
    uses: {action: 'docker/login-action', version: 'v3'},
    with: {registry: host, username: '${{ github.actor }}', password: '${{ github.token }}'},
  },
  ask: [
    'types="application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.list.v2+json"',
    '# Who may push a new image is told by the right to push: the right to pull one that is not there yet is nobody’s.',
    `pass="$(curl --fail --silent --show-error --retry 3 --user "$GITHUB_ACTOR:$GITHUB_TOKEN" \\`,
    `  "https://${host}/token?service=${host}&scope=repository:${name}:pull,push" | jq -r .token)"`,
    'ask() {',
    `  curl --silent --show-error --retry 3 --header "Authorization: Bearer $pass" --header "Accept: $types" \\`,
    `    --output "$answer" --write-out '%{http_code}' "https://${host}/v2/${name}/manifests/$tag"`,
    '}',
  ],
  env: {GITHUB_TOKEN: '${{ github.token }}'},
  permissions: {packages: 'write'},
  secrets: [],
});

/** The same image as at Docker Hub, in the registry of the repository's owner; the job's own token pushes it. */
export const githubPackagesFirstPackage: FirstPackage = {
  filesOf,
  job: (facts) => (nameObstacle(facts) === undefined ? imageJob(facts, registryFor(packageOf(facts.project).name)) : undefined),
};
