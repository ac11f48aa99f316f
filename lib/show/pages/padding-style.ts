import { controlStyle } from './dom';

export const paddingStyle = `${controlStyle}
.convlab.convlab .px { border: 1px solid rgba(128,128,128,.45); border-radius: 6px; padding: 12px 16px; }
.convlab.convlab .px-bar { display: flex; flex-wrap: wrap; gap: 8px 22px; align-items: center; margin-top: 8px; }
.convlab.convlab .px fieldset { border: 0; margin: 10px 0 0; padding: 0; min-width: 0; }
.convlab.convlab .px legend { font-size: 13px; font-weight: 600; padding: 0; margin: 0; border: 0; width: auto; color: inherit; float: left; margin-right: 16px; }
.convlab.convlab .px-grids { display: flex; flex-wrap: wrap; gap: 14px 34px; align-items: flex-start; margin-top: 14px; }
.convlab.convlab .px-head { font-size: 13px; margin: 0 0 4px; }
.convlab.convlab table.cl-grid td.px-cell { min-width: 28px; width: 28px; height: 28px; padding: 0; font-size: 13px; }
.convlab.convlab table.cl-grid td.px-cell.cl-edge { border: 2px dashed rgba(128,128,128,.75); opacity: 1; }
.convlab.convlab .px .cl-slider input { width: 6.5em; }
.convlab.convlab table.cl-grid td.px-cell.cl-in { box-shadow: none; }
.convlab.convlab .px-outputs table.cl-grid td.px-cell.cl-in { box-shadow: inset 0 0 0 3px #0072B2, inset 0 0 0 4px #fff; }
.convlab.convlab .px-outputs td.px-cell { cursor: pointer; }
.convlab.convlab .px-results { margin-top: 12px; border-top: 2px solid rgba(128,128,128,.5); padding-top: 8px; font-variant-numeric: tabular-nums; }
.convlab.convlab .px-results div { margin: 2px 0; }
.convlab.convlab .px-help { font-size: 12px; opacity: .75; margin: 8px 0 0; }
.convlab.convlab .px [hidden] { display: none !important; }
`;
