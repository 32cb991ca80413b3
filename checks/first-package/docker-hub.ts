import type {FirstFiles, FirstPackage, ProgramFacts} from '../../src/model/first-package.ts';
import {dockerNameOf, dockerUserNames} from '../family/docker-hub-tasks.ts';
import {type Blocked, blocked} from './grounds.ts';
import {imageFiles} from './image.ts';
import {type ImageRegistry, imageJob} from './image-job.ts';

const secret = 'DOCKERHUB_TOKEN';

const nameObstacle = (name: string): Blocked | undefined => {
  const part = '[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*';
  const isName = new RegExp(`^${part}/${part}$`).test(name) && name.length < 256 && (name.split('/')[1]?.length ?? 0) > 1;
  return isName
    ? undefined
    : blocked(
        `${JSON.stringify(name)} can’t be an image’s name at Docker Hub: it wants lower-case letters and digits, with single dots, hyphens or underscores between them.`,
        'Name the image in portcall.yaml, under packages: docker-hub, as account/image.',
      );
};

/** Names of accounts at Docker Hub have no hyphen, which those at GitHub may have. */
const accountNotes = (name: string): readonly string[] => {
  const [account = ''] = name.split('/');
  return /^[a-z0-9]{4,30}$/.test(account)
    ? []
    : [
        `No account at Docker Hub can be called ${account}: their names have 4 to 30 letters and digits. Name the image in portcall.yaml, under packages: docker-hub.`,
      ];
};

const filesOf = (facts: ProgramFacts): FirstFiles => {
  const name = dockerNameOf(facts.project);
  const found = nameObstacle(name) ?? imageFiles(facts);
  return found.kind === 'blocked' ? found : {...found, notes: [...found.notes, ...accountNotes(name)]};
};

const registryFor = (name: string): ImageRegistry => {
  const [namespace = '', repository = ''] = name.split('/');
  return {
    image: `docker.io/${name}`,
    title: 'Docker Hub',
    looksSignedIn: false,
    login: {
      kind: 'use',
      name: 'Sign in at Docker Hub',
      uses: {action: 'docker/login-action', version: 'v3'},
      with: {username: `\${{ secrets.${dockerUserNames[0]} }}`, password: `\${{ secrets.${secret} }}`},
    },
    ask: [
      'ask() {',
      `  curl --silent --show-error --retry 3 --output "$answer" --write-out '%{http_code}' \\`,
      `    "https://hub.docker.com/v2/namespaces/${namespace}/repositories/${repository}/tags/$tag"`,
      '}',
    ],
    permissions: {},
    secrets: [dockerUserNames[0], secret],
  };
};

/** An image for Linux with the released programs, on all the processors there are programs for. */
export const dockerHubFirstPackage: FirstPackage = {
  filesOf,
  job: (facts) => {
    const name = dockerNameOf(facts.project);
    return nameObstacle(name) === undefined ? imageJob(facts, registryFor(name)) : undefined;
  },
};
