import type {Cause} from '../../src/model/diagnosis.ts';
import {logCause} from './log-cause.ts';

const shown = (id: string, title: string, pattern: RegExp, fix: string) => logCause({id, title, pattern, confidence: 'confirmed', fix});

/** What a failed step's log shows of the VS Code Marketplace. */
export const vscodeCauses: readonly Cause[] = [
  shown(
    'token-ended',
    'The token for the marketplace has ended.',
    /The Personal Access Token used has expired|Invalid Resource/i,
    'Publish with `--azure-credential`, or make a new token and set VSCE_PAT.',
  ),
  shown(
    'not-a-member',
    'The token is no member of the publisher, or no token was passed at all.',
    /TF400813/i,
    'Pass the token explicitly, and add its identity to the publisher as Contributor.',
  ),
  logCause({
    id: 'token-refused',
    title: 'The marketplace refuses the token.',
    pattern: /Failed request: \(401\)/i,
    confidence: 'likely',
    fix: 'Publish with `--azure-credential`: tokens for all organizations stop working on 2026-12-01.',
  }),
  shown(
    'prerelease-suffix',
    'The marketplace takes no version with a suffix.',
    /Marketplace doesn't support prerelease versions/i,
    'Write a plain version and pass --pre-release.',
  ),
  shown(
    'publisher-missing',
    'package.json lacks something that the marketplace wants.',
    /Missing (?:extension )?"?(?:publisher|name|version)"?|Missing publisher name/i,
    'Add what the log names to package.json.',
  ),
  shown(
    'readme-template',
    'The README is still the generator’s template.',
    /Make sure to edit the README\.md file before you package or publish/i,
    'Write the README.',
  ),
  shown(
    'id-token-missing',
    'The job may not ask for an identity of its own.',
    /did not provide an OIDC token request URL/i,
    'Add `id-token: write` to the job’s permissions.',
  ),
  shown(
    'suspicious-content',
    'The marketplace takes the extension for spam.',
    /has suspicious content/i,
    'Change its description and ask the marketplace’s support.',
  ),
];
