import type {Marketplace} from '../model/marketplace.ts';
import {nearSecretOf} from '../model/secret-likeness.ts';
import {secretNameOf} from '../model/secret-rules.ts';
import type {PublishingJob} from '../model/workflow.ts';
import {namesRead, readersOf, type SecretKnowledge} from './secret-knowledge.ts';

/** A secret that workflows read under one name and that is called another; both in upper case. */
export type Misname = {readonly wrong: string; readonly right: string};

export const isRead = (name: string, {readSecrets}: SecretKnowledge['understanding']): boolean =>
  readSecrets.some((one) => one.name.toUpperCase() === name.toUpperCase());

/** The wrong name and the right one where a job reads a token's secret under a name that is not set; undefined: its name is right, or nothing comes near it. */
export const misnameOf = (job: PublishingJob, {token}: Marketplace, knowledge: SecretKnowledge): Misname | undefined => {
  const standing = knowledge.secrets.map(({name}) => name.toUpperCase());
  const aliases = token === undefined ? [] : [token.names, ...(token.companions ?? [])];
  const unread = standing.filter((name) => !isRead(name, knowledge.understanding));
  for (const wrong of job.secrets.map((name) => name.toUpperCase()).filter((name) => !standing.includes(name))) {
    const right = nearSecretOf(wrong, unread, aliases) ?? nearSecretOf(wrong, token?.names.slice(0, 1) ?? [], aliases);
    if (right !== undefined) return {wrong, right: right.toUpperCase()};
  }
  return undefined;
};

/** The misname that a word of the command line is about: of a marketplace's job, or of a secret by its right name; undefined: there is none. */
export const misnameFor = (
  word: string,
  marketplace: Marketplace | undefined,
  knowledge: SecretKnowledge,
  marketplaces: readonly Marketplace[],
): Misname | undefined => {
  if (marketplace !== undefined)
    return knowledge.understanding.jobs
      .filter((job) => job.marketplace === marketplace.id)
      .map((job) => misnameOf(job, marketplace, knowledge))
      .find((one) => one !== undefined);
  const right = secretNameOf(word);
  if (isRead(right, knowledge.understanding)) return undefined;
  const standing = new Set(knowledge.secrets.map(({name}) => name.toUpperCase()));
  const aliases = marketplaces.flatMap(({token}) => (token === undefined ? [] : [token.names, ...(token.companions ?? [])]));
  const wrong = nearSecretOf(
    right,
    namesRead(knowledge).filter((name) => !standing.has(name)),
    aliases,
  );
  return wrong === undefined ? undefined : {wrong, right};
};

/** What would be known once the workflows read the right name: where a secret is set then follows from it as ever. */
export const knowledgeAfter = ({wrong, right}: Misname, knowledge: SecretKnowledge): SecretKnowledge => {
  const {understanding} = knowledge;
  const renamed = (name: string) => (name.toUpperCase() === wrong ? right : name);
  return {
    ...knowledge,
    understanding: {
      ...understanding,
      jobs: understanding.jobs.map((one) => ({
        ...one,
        secrets: one.secrets.map(renamed),
        job: {...one.job, secrets: one.job.secrets.map(renamed)},
      })),
      readSecrets: understanding.readSecrets.map((one) => ({...one, name: renamed(one.name)})),
    },
  };
};

/** What stands beside a plan that sets the name which the job reads. */
export const patchOffer = ({wrong, right}: Misname, {secrets}: SecretKnowledge): string =>
  secrets.some(({name}) => name.toUpperCase() === right)
    ? `${right} is set and nothing reads it. With --patch Portcall proposes a workflow that reads it in place of ${wrong}.`
    : `With --patch Portcall sets ${right} and proposes a workflow that reads it in place of ${wrong}.`;

/** What stands beside a plan that changes the workflow. */
export const patchSaid = ({wrong, right}: Misname, knowledge: SecretKnowledge): string =>
  `${readersOf(wrong, knowledge).join(', ')} reads ${wrong}, which is not set; it is to read ${right}. Until the pull request is merged it reads what it read.`;
