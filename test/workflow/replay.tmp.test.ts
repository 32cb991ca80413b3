import {readFileSync} from 'node:fs';
import {test} from 'vitest';
import {fileOf, understand, secret} from './world.ts';
test('x', () => {
  const u = understand(fileOf(readFileSync('/work/shared/replay/data/publish-packages.yml', 'utf8')), {tag: 'v1.1.0', repository:{owner:'Michael-A-Kuykendall',name:'contextlite'}, secrets:['NPM_TOKEN','AUR_SSH_KEY','PYPI_TOKEN','DOCKERHUB_USERNAME','DOCKERHUB_TOKEN','CHOCOLATEY_API_KEY','CARGO_REGISTRY_TOKEN','SNAPCRAFT_STORE_CREDENTIALS','HOMEBREW_GITHUB_API_TOKEN'].map(n=>secret(n)), policy:{isEnabled:true, defaultPermission:'read'}});
  for (const j of u.jobs) console.log(j.marketplace, j.job.id, j.because, j.publishingSteps.join('|'), j.isEnabled, j.secrets.join(), j.findings.map((f) => `\n   ${f.kind}/${f.severity}: ${f.text} @${f.line} ${f.step ?? ''}`).join(''));
  console.log(u.unread, u.readSecrets.map((x) => x.name).join(), u.readsAnySecret);
});
