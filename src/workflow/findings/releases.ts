import type {WorkflowStep} from '../../model/workflow.ts';
import type {RunningJob} from '../running-job.ts';
import {commandLines, readsAutomaticToken, stepText} from '../script.ts';

const uploadingActions = new Set([
  'softprops/action-gh-release',
  'ncipollo/release-action',
  'actions/create-release',
  'actions/upload-release-asset',
  'goreleaser/goreleaser-action',
  'svenstaro/upload-release-action',
  'marvinpinto/action-automatic-releases',
  'tauri-apps/tauri-action',
  'taiki-e/upload-rust-binary-action',
  'taiki-e/create-gh-release-action',
  'googleapis/release-please-action',
  'google-github-actions/release-please-action',
  'changesets/action',
  'cycjimmy/semantic-release-action',
  'shogo82148/actions-upload-release-asset',
  'alexellis/upload-assets',
  'jreleaser/release-action',
]);

const uploadingCommand =
  /\bgh\s+release\s+(?:create|upload)\b|(?:^|[\s;&|])goreleaser\s+(?:release|--)(?!.*--(?:snapshot|skip[= ]publish))|\bsemantic-release\b(?!.*--dry-run)|\bjreleaser\s+(?:full-)?release\b|\bdist\s+host\b.*--steps=\S*release/;

/** Whether a step makes a release of this repository or adds files to it. */
export const uploadsAssets = (step: WorkflowStep): boolean =>
  step.uses !== undefined
    ? uploadingActions.has(step.uses)
    : step.run !== undefined && commandLines(step.run).some((line) => uploadingCommand.test(line));

export const uploadsInJob = ({job}: RunningJob): boolean => job.steps.some(uploadsAssets);

const isDraft = (step: WorkflowStep): boolean =>
  /^true$/i.test(step.with['draft'] ?? '') || /\s(?:--draft|-d)(?![\w-])/.test(step.run ?? '');

/** Whether nothing but the token that every run has can make this release: GitHub starts no workflow for what that token does. */
export const releasesUnheard = (step: WorkflowStep): boolean => {
  const text = stepText(step);
  const readsAnother =
    /\bsecrets\s*\.\s*(?!GITHUB_TOKEN\b)\w*(?:TOKEN|PAT|KEY)\w*/i.test(text) || /\bsteps\.[\w-]+\.outputs\.token\b/.test(text);
  return uploadsAssets(step) && !isDraft(step) && !readsAnother && (readsAutomaticToken(text) || step.uses !== undefined);
};
