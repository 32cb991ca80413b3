import {isMap} from 'yaml';
import type {Permission, PublishingJob} from '../../model/workflow.ts';
import {entryOf, rootOf} from '../add-selector.ts';
import {writesSomewhere} from '../findings/other-repository.ts';
import {uploadsAssets} from '../findings/releases.ts';
import {readsAutomaticToken, stepText} from '../script.ts';
import type {Mend, MendGround, Mending} from './mend.ts';
import {type Entry, edited, endOfNode, insertedAfter, insertedBehind, jobAt, type MapNode, mapAt, scalarAt} from './places.ts';

type Rights = Readonly<Record<string, Permission>>;

const linesOf = (rights: Rights): readonly string[] => Object.entries(rights).map(([scope, right]) => `${scope}: ${right}`);

/** What a job's own block has to hold where it had none: the workflow's rights, or those that its steps show. */
const inheritedBy = ({job}: PublishingJob): Rights =>
  job.permissions ?? {contents: writesSomewhere(job) || job.steps.some(uploadsAssets) ? 'write' : 'read'};

const setRight = (text: string, one: PublishingJob, job: MapNode, scope: string, right: string) => {
  const own = entryOf(job, 'permissions');
  if (own === undefined) {
    const rights = {...inheritedBy(one), [scope]: right as Permission};
    const lines = ['permissions:', ...linesOf(rights).map((line) => `  ${line}`)];
    return insertedBehind(text, job, ['runs-on', 'needs', 'name'], lines, `permissions: {${linesOf(rights).join(', ')}}`);
  }
  const block = mapAt(job, 'permissions');
  if (block === undefined || block.anchor !== undefined) return undefined;
  const before = scalarAt(block, scope);
  if (before !== undefined) return {start: before.range[0], end: endOfNode(text, before), text: right};
  const last = (block.items as Entry[]).at(-1);
  if (last === undefined) return {start: block.range[0], end: block.range[1], text: `{${scope}: ${right}}`};
  return insertedAfter(text, block, last, [`${scope}: ${right}`], `${scope}: ${right}`);
};

/** A right that publishing needs. */
export const mendMissingPermission: Mending = ({finding, one, job}) => {
  const [, scope, right] = /`([\w-]+): (read|write)`/.exec(finding.text) ?? [];
  if (scope === undefined || right === undefined) return undefined;
  return {
    kind: 'edit',
    title: `Give ${job} the right ${scope}: ${right}`,
    why: `${finding.text} With this change the job has it, and no other job does.`,
    apply: (text) => {
      const node = jobAt(text, job);
      return node === undefined ? undefined : edited(text, [setRight(text, one, node, scope, right)], [['jobs', job, 'permissions']]);
    },
  };
};

/** Whether a job may lose rights that it uses, once the workflow gives none beyond reading. */
const needsMore = (one: PublishingJob['job'], known: readonly PublishingJob[], {marketplaces}: MendGround): boolean => {
  const needed = known.flatMap(({marketplace, job}) =>
    job.steps.flatMap((step) =>
      Object.entries(marketplaces.find(({id}) => id === marketplace)?.publishedBy?.permissions?.(step, job) ?? {}),
    ),
  );
  if (needed.some(([scope, right]) => scope !== 'contents' || right === 'write')) return true;
  return (
    one.calls !== undefined || writesSomewhere(one) || one.steps.some((step) => uploadsAssets(step) || readsAutomaticToken(stepText(step)))
  );
};

/** A workflow that says nothing of its rights: the repository's default gives them, which may be all. */
export const mendOpenPermissions = (path: string, jobs: readonly PublishingJob['job'][], ground: MendGround): Mend | undefined => {
  const open = jobs.filter(({permissions}) => permissions === undefined);
  if (open.length === 0) return undefined;
  const shared = {
    id: `open-permissions ${path}`,
    title: 'Give the workflow no more than the right to read',
    file: path,
  };
  const why = 'The workflow does not say what its token may do, so the repository’s default decides, which may be everything.';
  const publishing = ground.understanding.jobs.filter(({workflow}) => workflow.path === path);
  const wanting = open.filter((job) =>
    needsMore(
      job,
      publishing.filter((one) => one.job.id === job.id),
      ground,
    ),
  );
  if (wanting.length > 0) {
    const names = wanting.map(({id}) => id).join(', ');
    return {...shared, kind: 'advice', why, instead: `Give each of these jobs its own \`permissions:\` first: ${names}.`};
  }
  const apply = (text: string): string | undefined => {
    const root = rootOf(text);
    const on = root && entryOf(root, 'on');
    if (root === undefined || on === undefined || entryOf(root, 'permissions') !== undefined || !isMap(root)) return undefined;
    return edited(
      text,
      [insertedAfter(text, root, on, ['', 'permissions:', '  contents: read'], 'permissions: {contents: read}')],
      [['permissions']],
    );
  };
  return {...shared, kind: 'edit', why: `${why} With this change it may read the repository, and nothing else.`, apply};
};
