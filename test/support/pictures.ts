import type {Survey} from '../../src/flow/survey.ts';
import type {Row} from '../../src/model/row.ts';
import {openGrid} from './grid-on-screen.ts';
import {svgOf} from './svg.ts';

/** What the pictures show. */
export type PictureSource = {readonly survey: Survey; readonly rows: readonly Row[]};

/** Draws the grid and the page of the first broken marketplace, from the program's own frames. */
export const drawPictures = async ({survey, rows}: PictureSource): Promise<{readonly grid: string; readonly marketplace: string}> => {
  const broken = Math.max(
    0,
    rows.findIndex(({verdict}) => verdict === 'broken'),
  );
  const title = rows[broken]?.title ?? '';
  const shown = openGrid({columns: 104, rows: 25, survey, shown: rows, isDemo: true});
  await shown.until((text) => text.includes('q quit'));
  shown.press('j'.repeat(broken));
  await shown.until((text) => text.includes(`─ ${title}: `));
  const grid = svgOf(shown.terminal, 'The grid of Portcall: fifteen marketplaces and what each of them really serves');
  shown.resize(104, 34);
  shown.press('\r');
  await shown.until((text) => text.includes('esc back') && text.split('\n').length === 34);
  const marketplace = svgOf(shown.terminal, `The page of ${title} in Portcall: why it failed, every cell with its evidence, and the log`);
  await shown.quit();
  return {grid, marketplace};
};
