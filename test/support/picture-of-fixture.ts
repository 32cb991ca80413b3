import {auditRows, auditSurvey} from './fixture-rows.ts';
import {drawPictures} from './pictures.ts';

export const pictures = await drawPictures({survey: auditSurvey, rows: auditRows});
