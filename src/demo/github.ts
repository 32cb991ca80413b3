import {createApi} from './github/api.ts';
import {createFileHosts} from './github/files.ts';
import type {GitHubState} from './github/state.ts';
import type {DemoService, DemoSetting} from './service.ts';

/** GitHub: its REST API and the hosts that files come from. */
export const createGitHubServices = (setting: DemoSetting, state: GitHubState): readonly DemoService[] => [
  createApi(setting, state),
  ...createFileHosts(setting, state),
];
