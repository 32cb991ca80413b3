import type {TokenUse} from '../model/marketplace.ts';
import type {JobStep, PublishJob} from '../model/publish-job.ts';

/** The other names of a secret that are set, for each that is not. */
const standIns = (
  secrets: readonly string[],
  {names, companions = []}: Pick<TokenUse, 'names' | 'companions'>,
  set: ReadonlySet<string>,
): ReadonlyMap<string, string> =>
  new Map(
    secrets
      .filter((name) => !set.has(name))
      .flatMap((name) => {
        const other = [names, ...companions].find((aliases) => aliases.includes(name))?.find((alias) => set.has(alias));
        return other === undefined ? [] : [[name, other] as const];
      }),
  );

/** A job that reads its secrets under the names under which they are set; one that is set under none keeps its usual name. */
export const withSetSecrets = (
  job: PublishJob,
  token: Pick<TokenUse, 'names' | 'companions'> | undefined,
  secrets: readonly string[],
): PublishJob => {
  const others = token === undefined ? new Map<string, string>() : standIns(job.secrets, token, new Set(secrets));
  if (others.size === 0) return job;
  const renamed = (text: string): string => text.replace(/(?<=\bsecrets\.)\w+/g, (name) => others.get(name) ?? name);
  const all = (texts: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, renamed(text)]));
  const step = <S extends JobStep>(one: S): S => ({
    ...one,
    ...(one.env === undefined ? {} : {env: all(one.env)}),
    ...(one.kind === 'use' && one.with !== undefined ? {with: all(one.with)} : {}),
  });
  const [first, ...rest] = job.publish;
  return {
    ...job,
    secrets: job.secrets.map((name) => others.get(name) ?? name),
    prepare: job.prepare.map(step),
    publish: [step(first), ...rest.map(step)],
    ...(job.env === undefined ? {} : {env: all(job.env)}),
  };
};
