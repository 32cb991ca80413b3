import {Box, Text} from 'ink';
import {headerLine} from '../src/flow/header.ts';
import {footerLine} from '../src/flow/key-lines.ts';
import {smallest} from '../src/flow/layout.ts';
import {lineWidth} from '../src/flow/lines.ts';
import {messageLine} from '../src/flow/message.ts';
import {filteredRows, selectedIndex} from '../src/flow/screen.ts';
import type {Survey} from '../src/flow/survey.ts';
import {surveyMark} from '../src/flow/survey-mark.ts';
import {circumstancesOf, isPageOpen, keyPlaceOf, layoutOfView, openPage, scrollWithin, type View} from '../src/flow/view.ts';
import {repositoryText} from '../src/model/project.ts';
import {safeLine} from '../src/model/safe-text.ts';
import {GridBody} from './GridBody.tsx';
import {LineStack} from './LineStack.tsx';
import {LineText} from './LineText.tsx';
import {MessageLine} from './MessageLine.tsx';
import {ProblemPane} from './ProblemPane.tsx';

type Props = {
  readonly view: View;
  readonly survey: Survey;
  readonly isDemo: boolean;
  /** False: nothing moves by itself. */
  readonly isMoving: boolean;
};

const TooSmall = ({width, height}: {readonly width: number; readonly height: number}) => (
  <Box width={width} height={height} overflow='hidden'>
    <Text wrap='truncate-end'>
      Too small: needs {smallest.columns}x{smallest.rows}.
    </Text>
  </Box>
);

/** The middle of the screen: what is open over the grid, or why there is nothing, or the grid. */
const Body = ({
  view,
  survey,
  from,
  lines,
}: Pick<Props, 'view' | 'survey'> & {from: number; lines: ReturnType<typeof openPage>['lines']}) => {
  const layout = layoutOfView(view);
  if (layout.kind === 'too-small') return null;
  const {width, body} = layout;
  const {filter} = view.screen;
  if (isPageOpen(view.screen)) return <LineStack lines={lines} from={from} width={width} height={body} />;
  if (view.rows.length === 0 && survey.problem !== undefined)
    return <ProblemPane problem={survey.problem} width={width} height={body} glyphs={view.glyphs} />;
  if (view.rows.length === 0) {
    return (
      <Box height={body} flexShrink={0} overflow='hidden'>
        <Text dimColor>Looking for what this project publishes{view.glyphs.ellipsis}</Text>
      </Box>
    );
  }
  const shown = filteredRows(view.rows, filter);
  const version = safeLine(survey.project?.version ?? '');
  return (
    <GridBody
      layout={layout}
      rows={shown}
      all={view.rows}
      selected={selectedIndex(view.screen, shown)}
      version={version}
      now={view.now}
      glyphs={view.glyphs}
    />
  );
};

/** The whole screen, exactly as high as the terminal. */
export const ScreenFrame = ({view, survey, isDemo, isMoving}: Props) => {
  const {screen, rows, glyphs, now} = view;
  const layout = layoutOfView(view);
  if (layout.kind === 'too-small') return <TooSmall width={layout.width} height={layout.height} />;
  const {width, height, body} = layout;
  const {lines} = openPage(view);
  const scroll = 'scroll' in screen.place ? screen.place.scroll : 0;
  const from = scrollWithin(scroll, lines.length, body);
  const {project, isRunning} = survey;
  const mark = surveyMark(survey, rows, now, glyphs);
  const heading = {repository: project === undefined ? '' : repositoryText(project.repository), tag: safeLine(project?.tag ?? ''), isDemo};
  return (
    <Box flexDirection='column' width={width} height={height} overflow='hidden'>
      <Box height={1} flexShrink={0} overflow='hidden'>
        <LineText line={headerLine(heading, rows, width, glyphs)} />
      </Box>
      <Body view={view} survey={survey} from={from} lines={lines} />
      <MessageLine
        message={messageLine({screen, rows, lines: lines.length, from, layout, glyphs, markWidth: lineWidth(mark), isRunning})}
        mark={mark}
        isRunning={isRunning}
        isMoving={isMoving}
        width={width}
        glyphs={glyphs}
      />
      <Box height={1} flexShrink={0} overflow='hidden'>
        <LineText line={footerLine(keyPlaceOf(view), circumstancesOf(view), width, glyphs, view.hasColor)} />
      </Box>
    </Box>
  );
};
