import { controlStyle } from './dom';

export const workbenchStyle = `${controlStyle}
.convlab.convlab .kw { border: 1px solid rgba(128,128,128,.45); border-radius: 6px; padding: 12px 16px; }
.convlab.convlab .kw-head { margin-bottom: 8px; }
.convlab.convlab .kw-bar { display: flex; flex-wrap: wrap; gap: 6px 8px; align-items: center; margin-bottom: 8px; }
.convlab.convlab .kw-bar > span { font-size: 13px; min-width: 4.6em; }
.convlab.convlab .kw-settings { display: flex; flex-wrap: wrap; gap: 10px 34px; align-items: flex-start; margin: 12px 0; }
.convlab.convlab .kw-settings label { display: flex; align-items: center; gap: 8px; margin-bottom: 6px; }
.convlab.convlab .kw-settings .kw-name { font-size: 13px; margin-bottom: 4px; }
.convlab.convlab .kw-settings label > span { min-width: 4em; }
.convlab.convlab .kw-colours .cl-slider { display: grid; grid-template-columns: 3em 8em 2.6em; }
.convlab.convlab .kw-colours .cl-slider input { width: 8em; }
.convlab.convlab .kw-settings input[type=text] { width: 4.4em; text-align: center; }
.convlab.convlab .kw table.cl-grid td { padding: 0; width: 50px; height: 34px; }
.convlab.convlab .kw table.cl-grid input[type=text] { width: 100%; height: 32px; border: 0; border-radius: 0; background: none; padding: 0; font-variant-numeric: tabular-nums; }
.convlab.convlab .kw-pad { display: grid; grid-template-columns: repeat(3, 34px); grid-auto-rows: 30px; gap: 4px; }
.convlab.convlab .kw-pad button { padding: 0; }
.convlab.convlab .kw-panels { display: flex; flex-wrap: wrap; gap: 12px 20px; align-items: flex-start; }
.convlab.convlab .kw-panel { width: 252px; max-width: 100%; }
.convlab.convlab .kw-panel canvas { width: 100%; display: block; image-rendering: pixelated; border: 1px solid rgba(128,128,128,.45); box-sizing: border-box; }
.convlab.convlab .kw-scale { font-size: 12px; margin-top: 6px; }
.convlab.convlab .kw-ends { display: flex; justify-content: space-between; font-variant-numeric: tabular-nums; }
.convlab.convlab .kw-report { border-top: 2px solid rgba(128,128,128,.5); margin-top: 12px; padding-top: 8px; min-height: 3em; max-width: 52em; }
.convlab.convlab .kw .cl-problem { margin: 0 0 12px; }
.convlab.convlab .kw [hidden] { display: none !important; }
`;
