import type {StartedJob} from '../model/start.ts';

/** Jobs that publish somewhere else, in words. */
export const besidesText = (jobs: readonly StartedJob[]): string =>
  jobs
    .map(({name, publishes}) => {
      const again = publishes.includes('github-releases') ? ' and may put other files in the place of the released ones' : '';
      return `“${name}”, which publishes to ${publishes.join(', ')}${again}`;
    })
    .join('; ');
