import type {Binding, Circumstances} from './binding.ts';
import type {Glyphs} from './glyphs.ts';
import {bindings, leavingKeys, shownKey, whyOff} from './keys.ts';
import {emptyLine, type Line, span} from './lines.ts';
import {behind} from './paper.ts';
import type {KeyPlace} from './place.ts';
import {padTo, widthOf} from './text-width.ts';

const footerText = (binding: Binding, glyphs: Glyphs): string => `${shownKey(binding.keys[0], glyphs)} ${binding.short}`;

/** Where no row is shown, nothing is more wanted than to look for all of them again. */
const wantedness = ({command, footer = 0}: Binding, {row}: Circumstances): number =>
  row === undefined && command === 'recheck-all' ? 9.5 : footer;

/** The keys of a place in one line: the most wanted that fit; those that are off in a muted tone in the grid and its pages, else left out. */
export const footerLine = (place: KeyPlace, circumstances: Circumstances, width: number, glyphs: Glyphs, hasColor = true): Line => {
  const separator = ` ${glyphs.dot} `;
  const hasRow = place === 'grid' || place === 'page';
  const showsOff = hasColor && hasRow;
  const byWish = (one: Binding, other: Binding) => wantedness(other, circumstances) - wantedness(one, circumstances);
  const own = bindings.filter(
    (binding) =>
      binding.footer !== undefined && binding.places.includes(place) && (showsOff || whyOff(binding, circumstances) === undefined),
  );
  const isLeaving = (binding: Binding) => leavingKeys.includes(binding);
  const ordered = hasRow ? [...own.filter((one) => !isLeaving(one)).sort(byWish), ...own.filter(isLeaving)] : own;
  const kept = new Set<Binding>();
  let room = width + widthOf(separator);
  for (const binding of [...own].sort(byWish)) {
    const needed = widthOf(footerText(binding, glyphs)) + widthOf(separator);
    if (needed > room) break;
    room -= needed;
    kept.add(binding);
  }
  return ordered
    .filter((binding) => kept.has(binding))
    .flatMap((binding, index) => [
      span(index === 0 ? '' : separator, 'muted'),
      ...(whyOff(binding, circumstances) === undefined
        ? [span(shownKey(binding.keys[0], glyphs), 'accent'), span(` ${binding.short}`)]
        : [span(footerText(binding, glyphs), 'muted')]),
    ]);
};

const keysText = (binding: Binding, glyphs: Glyphs): string => binding.keys.map((stroke) => shownKey(stroke, glyphs)).join(' ');

const placeNames: Readonly<Record<KeyPlace, string>> = {
  grid: 'Only in the grid.',
  filter: 'Only while a filter is typed.',
  page: "Only on a marketplace's page.",
  task: "Only on a task's page.",
  closing: 'Only where no task is left.',
  token: "Only on a token's page.",
  field: 'Only while a token is typed.',
  plan: 'Only in a plan.',
  'typed-plan': 'Only in a plan that asks for a name.',
  'running-plan': 'Only while a plan is carried out.',
  'ended-plan': 'Only after a plan has ended.',
  'told-plan': 'Only where a decision is told.',
  run: 'Only where a publish is followed.',
  ways: 'Only in the list of what can be taken back.',
  help: 'Only in this list.',
};

/** Every key: what it does in the place that the help covers, and why it does nothing there. */
export const helpLines = (place: KeyPlace, circumstances: Circumstances, width: number, glyphs: Glyphs): readonly Line[] => {
  const lineOf = (binding: Binding): readonly Line[] => {
    const [firstPlace = 'grid'] = binding.places;
    const why = binding.places.includes(place) ? whyOff(binding, circumstances) : placeNames[firstPlace];
    const keys = keysText(binding, glyphs);
    const lead = width < 50 ? `${keys}  ` : padTo(`  ${keys}`, 28);
    const text = why === undefined ? binding.label : `${binding.label} Off now: ${why}`;
    return behind(lead, why === undefined ? 'accent' : 'muted', text, {width, glyphs}, why === undefined ? 'plain' : 'muted');
  };
  const isHere = (binding: Binding) => binding.places.includes(place);
  // A plan and the masked field say themselves what their keys do.
  const isWorthTelling = (binding: Binding) => binding.places.some((one) => one !== 'field' && !one.endsWith('plan'));
  const seen = new Set(bindings.filter(isHere).map(({command}) => command));
  return [
    [span('Keys', 'strong')],
    ...bindings.filter(isHere).flatMap(lineOf),
    emptyLine,
    ...bindings.filter((binding) => !isHere(binding) && !seen.has(binding.command) && isWorthTelling(binding)).flatMap(lineOf),
  ];
};
