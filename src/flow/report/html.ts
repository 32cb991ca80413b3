import type {Diagnosis} from '../../model/diagnosis.ts';
import {entriesOf, type Report, type ReportEntry, reportParts} from './report.ts';

const entities: Readonly<Record<string, string>> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;'};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);

const link = (text: string, url: string): string =>
  /^https?:\/\//i.test(url) ? `<a href="${escaped(url)}" rel="noreferrer noopener">${escaped(text)}</a>` : escaped(text);

/* No script, no font and no picture from elsewhere: the page is whole without a network. */
const style = `
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid color-mix(in srgb,currentColor 20%,transparent)}
.state::before{content:"";display:inline-block;width:.7em;height:.7em;border-radius:50%;margin-right:.5em;border:1px solid currentColor}
.working::before{background:#2da44e}.broken::before{background:#cf222e}.partial::before{background:#d4a72c}
.waiting::before{background:#0969da}.unknown::before{background:#8250df}
.fix{font-weight:600}
li{margin:.2rem 0}
`;

const policy = "default-src 'none'; style-src 'unsafe-inline'";

const causeItem = ({confidence, title, evidence, fix, step}: Diagnosis): string =>
  `<li><strong>${confidence}</strong>${step === undefined ? '' : `, step ${step.number} ${escaped(step.name)}`}: ${escaped(title)}<ul>${evidence
    .map((seen) => `<li>${escaped(seen)}</li>`)
    .join('')}<li class="fix">Fix: ${escaped(fix)}</li></ul></li>`;

const rowOf = ({title, page, word, verdict, version}: ReportEntry): string =>
  `<tr><td>${link(title, page)}</td><td class="state ${verdict}">${escaped(word)}</td><td>${escaped(version ?? 'nothing')}</td></tr>`;

const listOf = (items: readonly string[]): string => `<ul>${items.map((item) => `<li>${escaped(item)}</li>`).join('')}</ul>`;

const entryPart = (entry: ReportEntry): string =>
  `<h3>${escaped(entry.title)}</h3>${
    entry.diagnosis.length > 0 ? `<ul>${entry.diagnosis.map(causeItem).join('')}</ul>` : entry.seen.length > 0 ? listOf(entry.seen) : ''
  }`;

const part = (report: Report, one: (typeof reportParts)[number]): string => {
  const entries = entriesOf(report, one);
  return entries.length === 0 ? '' : `<section><h2>${escaped(one.title)}</h2>${entries.map(entryPart).join('')}</section>`;
};

const taskList = ({tasks}: Report): string =>
  tasks.length === 0
    ? ''
    : `<section><h2>Tasks for a person</h2><ul>${tasks
        .map(({marketplace, title, state, url}) => `<li>${escaped(marketplace)}: ${link(title, url)} (${escaped(state)})</li>`)
        .join('')}</ul></section>`;

/** The report as one file that needs no network and runs nothing. */
export const htmlReport = (report: Report): string => {
  const {repository, tag, checkedAt, entries, nextSteps} = report;
  const title = `${escaped(repository)} ${escaped(tag)}`;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${title}</title><style>${style}</style></head>
<body>
<h1>${title}</h1>
<p>Looked up at <time datetime="${escaped(checkedAt)}">${escaped(checkedAt.slice(0, 16).replace('T', ' '))} UTC</time> by Portcall: each marketplace was asked itself.</p>
<table><thead><tr><th>Marketplace</th><th>State</th><th>People get</th></tr></thead><tbody>
${entries.map(rowOf).join('\n')}
</tbody></table>
${nextSteps.length === 0 ? '' : `<section><h2>What to do next</h2><ol>${nextSteps.map((step) => `<li>${escaped(step)}</li>`).join('')}</ol></section>`}
${reportParts.map((one) => part(report, one)).join('\n')}
${taskList(report)}
</body>
</html>
`;
};
