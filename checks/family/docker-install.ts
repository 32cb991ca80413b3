import type {InstallTest, Trial} from '../../src/model/install-test.ts';

const imageOf = ({name, spelling}: Trial): string => `docker.io/${name}:${spelling.replace(/[^\w.-]/g, '-')}`;

/** The image runs without a network, without rights and without a folder of this machine. */
export const dockerInstall: InstallTest = {
  names: /^[a-z0-9][\w.-]*\/[a-z0-9][\w.-]*$/,
  clients: ['docker', 'podman'],
  reaches: {kind: 'own-hosts'},
  keeps: {DOCKER_HOST: '', XDG_RUNTIME_DIR: '', XDG_DATA_HOME: ''},
  isHere: (trial) => ({program: trial.client, args: ['image', 'inspect', '--format', '{{.Id}}', imageOf(trial)]}),
  install: (trial) => [{kind: 'run', program: trial.client, args: ['pull', '--quiet', imageOf(trial)]}],
  program: (trial) => ({
    kind: 'command',
    program: trial.client,
    args: [
      'run',
      '--rm',
      ...['--name', trial.mark, '--pull=never', '--network=none', '--cap-drop=ALL', '--security-opt=no-new-privileges', '--pids-limit=512'],
      imageOf(trial),
    ],
  }),
  remove: (trial) => [
    {program: trial.client, args: ['rm', '--force', trial.mark]},
    {program: trial.client, args: ['image', 'rm', imageOf(trial)]},
  ],
  excuses: [
    {
      pattern: /Cannot connect to (?:the Docker daemon|Podman)|permission denied.*docker\.sock|failed to connect to the docker API/is,
      why: 'No container can be started here: its daemon does not answer.',
    },
    {pattern: /toomanyrequests/i, why: 'Docker Hub gives this address no more images for now.'},
    {pattern: /no matching manifest for|no image found in image index|exec format error/i, why: 'The image is not made for this machine.'},
    {
      pattern: /cannot set up namespace|newuidmap|insufficient UIDs/i,
      why: 'No container can be started here without rights that this account lacks.',
    },
  ],
};
