const workflow = `# Looks once a day where the newest release can be installed, and tells of it in one issue when that gets worse.
name: Marketplaces
on:
  schedule:
    - cron: '17 6 * * *'
  workflow_dispatch:
permissions:
  contents: read
  actions: read
  issues: write
concurrency: marketplaces
jobs:
  look:
    runs-on: ubuntu-latest
    env:
      GITHUB_TOKEN: \${{ github.token }}
      GH_REPO: \${{ github.repository }}
      TITLE: Where the newest release can be installed
    steps:
      - uses: actions/setup-node@v4 # pin it by commit as your other workflows do
        with:
          node-version: 24
      - name: Look
        run: |
          npm install --global --ignore-scripts portcall@VERSION
          portcall status --json --repo "$GH_REPO" > now.json || code=$?
          case "\${code:-0}" in 0|1|3|8) ;; *) exit "$code" ;; esac
          portcall report --repo "$GH_REPO" --output report.md --yes || true
          jq '[.marketplaces[] | {key: .id, value: .verdict}] | from_entries' now.json > verdicts.json
      - name: Tell
        run: |
          issue=$(gh issue list --state open --search "in:title \\"$TITLE\\"" --json number,title --jq '[.[] | select(.title == env.TITLE)][0].number // empty')
          if [ -n "$issue" ]; then
            gh issue view "$issue" --json body --jq .body | sed -n 's/^<!-- portcall \\(.*\\) -->\\r\\{0,1\\}$/\\1/p' > before.json
          fi
          [ -s before.json ] || echo '{}' > before.json
          worse=$(jq -n --slurpfile before before.json --slurpfile now verdicts.json '
            def rank: {"working": 0, "waiting": 1, "not-set-up": 2, "partial": 3, "broken": 4}[.];
            [$now[0] | to_entries[] | select(.value != "unknown")
              | select((.value | rank) > ($before[0][.key] // "not-set-up" | rank)) | .key] | join(" ")' -r)
          jq -nc --slurpfile before before.json --slurpfile now verdicts.json \
            '$before[0] + ($now[0] | with_entries(select(.value != "unknown")))' > known.json
          { cat report.md; echo; echo "<!-- portcall $(cat known.json) -->"; } > body.md
          if [ -n "$issue" ]; then
            gh issue edit "$issue" --body-file body.md
            if [ -n "$worse" ]; then gh issue comment "$issue" --body "Worse than before: $worse"; fi
          elif [ -n "$worse" ]; then
            gh issue create --title "$TITLE" --body-file body.md
          fi
`;

/**
 * A workflow for the maintainer's own repository: it looks once a day, and opens or updates one issue when a verdict has worsened. What was seen
 * last stands in that issue, so nothing else is kept anywhere.
 */
export const reportSnippet = (version: string): string => workflow.replace('VERSION', version);
