import {repositoryText} from '../../model/project.ts';
import {aboutStep, type Judge} from '../bound-job.ts';
import {hidesRepository, otherRepositories, writesSomewhere} from './other-repository.ts';

/** A push or pull request elsewhere with the token that only reaches this repository. */
export const judgeCrossRepositoryToken: Judge = ({running: {job}}, {knowledge}) => {
  const others = otherRepositories(job, knowledge.repository);
  const writing = others.filter(({step}) => step.uses !== 'actions/checkout' || writesSomewhere(job));
  const wrong = writing.find(({usesAutomaticToken}) => usesAutomaticToken);
  if (wrong === undefined) return [];
  const where = wrong.repository ?? 'another repository';
  const text = `It writes to ${where} with GITHUB_TOKEN, which reaches ${repositoryText(knowledge.repository)} alone.`;
  return [aboutStep(wrong.step, {kind: 'cross-repository-token', severity: 'problem', text})];
};

/* A repository that people install from by its own name. */
const isInstalledFrom = /^homebrew-|^scoop-|[-_]bucket$|^bucket$|^nur-|[-_]tap$/i;

/** A job that commits to this repository where people install from another. */
export const judgeCommitsNowhere: Judge = ({running: {job}, marketplace}, {knowledge}) => {
  if (!marketplace.publishedBy?.needsRepository || isInstalledFrom.test(knowledge.repository.name)) return [];
  if (!writesSomewhere(job) || hidesRepository(job) || otherRepositories(job, knowledge.repository).length > 0) return [];
  const text = `The job commits to ${repositoryText(knowledge.repository)} itself and to no other repository, so ${marketplace.title} never sees it.`;
  return [{kind: 'commits-nowhere', severity: 'problem', text, line: job.line}];
};
