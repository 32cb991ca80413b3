import {isScalar} from 'yaml';
import {entryOf} from '../add-selector.ts';
import type {Edit} from '../edits.ts';
import {advice, type Mending} from './mend.ts';
import {type Entry, edited, insertedAfter, insertedBehind, jobAt, type MapNode, mapAt, stepAt} from './places.ts';

const automatic = /\$\{\{\s*(?:secrets\.GITHUB_TOKEN|github\.token)\s*\}\}/gi;

/** Every reading of the automatic token among a step's inputs and variables. */
const readings = (text: string, map: MapNode | undefined, name: string): readonly Edit[] =>
  ((map?.items ?? []) as Entry[]).flatMap(({value}) => {
    if (!isScalar(value) || value.anchor !== undefined) return [];
    const [start, end] = value.range;
    return [...text.slice(start, end).matchAll(automatic)].map((found) => ({
      start: start + found.index,
      end: start + found.index + found[0].length,
      text: `\${{ secrets.${name} }}`,
    }));
  });

const withToken = (text: string, step: MapNode, name: string): Edit | undefined => {
  const own = mapAt(step, 'with');
  const flow = `token: '\${{ secrets.${name} }}'`;
  const line = `token: \${{ secrets.${name} }}`;
  if (own === undefined) return insertedBehind(text, step, ['uses'], ['with:', `  ${line}`], `with: {${flow}}`);
  const last = (own.items as Entry[]).at(-1);
  return last && insertedAfter(text, own, last, [line], flow);
};

/** A push elsewhere with the token that only reaches this repository. */
export const mendForeignPush: Mending = ({finding, one, job, step}, {marketplaces}) => {
  const {token, title: where} = marketplaces.find(({id}) => id === one.marketplace) ?? {};
  const name = one.secrets.find((secret) => /TOKEN|PAT|KEY/.test(secret)) ?? token?.names[0];
  const title = `Write to ${where ?? 'the other repository'} with a token that reaches it`;
  if (name === undefined || step === undefined)
    return advice(title, finding.text, 'Give the step a token of a person who may write there.');
  return {
    kind: 'edit',
    title,
    why: `${finding.text} With this change it uses the secret ${name}; set it with \`portcall secret set ${one.marketplace}\`.`,
    apply: (text) => {
      const node = stepAt(jobAt(text, job), step);
      if (node === undefined) return undefined;
      const found = ['with', 'env'].flatMap((key) => readings(text, mapAt(node, key), name));
      const allowed = ['with', 'env'].map((key) => ['jobs', job, 'steps', step, key]);
      if (found.length > 0) return edited(text, found, allowed);
      const uses = entryOf(node, 'uses')?.value;
      return isScalar(uses) && /^actions\/checkout\b/.test(String(uses.value))
        ? edited(text, [withToken(text, node, name)], allowed)
        : undefined;
    },
  };
};

/** A job that commits where nobody installs from. */
export const mendCommitsNowhere: Mending = ({finding, one}) =>
  advice(
    'Commit where people install from',
    finding.text,
    `Write the repository with \`portcall first-package ${one.marketplace}\`, and let the job publish there.`,
  );
