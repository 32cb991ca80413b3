import {expect, it} from 'vitest';
import {cratesIo} from '../../../checks/crates-io.ts';
import {dockerHub} from '../../../checks/docker-hub.ts';
import {githubPackages} from '../../../checks/github-packages.ts';
import {marketplaces} from '../../../checks/index.ts';
import {npm} from '../../../checks/npm.ts';
import {pypi} from '../../../checks/pypi.ts';
import type {Marketplace} from '../../../src/model/marketplace.ts';
import {understandWorkflows} from '../../../src/workflow/understand.ts';
import {newWorkflowText} from '../../../src/workflow/write-workflow.ts';
import {programFacts} from '../../support/program-facts.ts';
import {fileOf, jobFor, kindsOf, secret} from '../../workflow/world.ts';

const facts = programFacts();
const wanted = ({id, title, firstPackage}: Marketplace) => ({marketplace: id, title, job: firstPackage!.job!(facts)!});
const [first, ...others] = [npm, pypi, dockerHub, githubPackages, cratesIo];
const text = newWorkflowText({jobs: [wanted(first), ...others.map(wanted)], start: 'release', tagPrefix: 'v'}, new Map());
const secrets = ['NPM_TOKEN', 'DOCKERHUB_USERNAME', 'DOCKERHUB_TOKEN', 'CARGO_REGISTRY_TOKEN'].map((name) => secret(name));
const found = understandWorkflows([fileOf(text)], marketplaces, {
  repository: facts.project.repository,
  defaultBranch: 'main',
  tag: 'v1.2.3',
  secrets,
});

it.each([first, ...others])('the job is known as $id’s, and nothing speaks against it', (marketplace) => {
  expect(found.unread).toEqual([]);
  const job = jobFor(marketplace.id, found);
  expect(kindsOf(job)).toEqual([]);
  expect(job.job.id).toBe(`publish-${marketplace.id}`);
  expect(job.isEnabled).toBe(true);
});

it('the secrets that are read are those that are set', () => {
  expect(found.readSecrets.map(({name}) => name).sort()).toEqual(secrets.map(({name}) => name).sort());
});

it.each([npm, pypi])('the job for $id can publish by its own identity', (marketplace) => {
  expect(marketplace.trustedPublishing?.whyNot(jobFor(marketplace.id, found), facts.project)).toEqual([]);
});
