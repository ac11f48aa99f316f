import { controlStyle } from './dom';

export const explorerStyle = `${controlStyle}
.convlab.convlab .cx { border: 1px solid rgba(128,128,128,.45); border-radius: 6px; padding: 12px 16px; }
.convlab.convlab .cx-bar { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; margin-bottom: 8px; }
.convlab.convlab .cx-bar .cx-steps { display: flex; gap: 6px; flex-wrap: wrap; }
.convlab.convlab .cx-bar label { display: inline-flex; align-items: center; gap: 6px; }
.convlab.convlab .cx-bar input[type=text] { width: 3em; text-align: center; }
.convlab.convlab .cx-columns { display: flex; flex-wrap: wrap; gap: 14px 28px; align-items: flex-start; margin-top: 10px; }
.convlab.convlab .cx-head { font-size: 13px; margin: 0 0 3px; min-height: 20px; }
.convlab.convlab .cx-head strong { text-transform: capitalize; }
.convlab.convlab table.cl-grid td.cx-cell { padding: 0; min-width: 30px; width: 30px; height: 28px; }
.convlab.convlab .cx-cell input[type=text] { width: 100%; min-width: 0; height: 26px; border: 0; border-radius: 0; background: none; padding: 0; text-align: center; font-variant-numeric: tabular-nums; font-weight: inherit; font-size: 13px; }
.convlab.convlab .cx-outputs td.cx-cell { width: 40px; min-width: 40px; }
.convlab.convlab .cx-cell button { width: 100%; height: 28px; border: 0; border-radius: 0; background: none; padding: 0 4px; font-variant-numeric: tabular-nums; font-size: 14px; }
.convlab.convlab .cx-cell button[aria-current=true] { box-shadow: inset 0 0 0 2px #E69F00; font-weight: 700; background: rgba(230,159,0,.25); }
.convlab.convlab table.cl-grid td.cx-point { background: rgba(230,159,0,.55); }
.convlab.convlab .cx-kernel { margin-top: 8px; }
.convlab.convlab .cx-terms { font-size: 13px; margin-top: 8px; font-variant-numeric: tabular-nums; }
.convlab.convlab .cx-terms span { padding: 0 2px; border-radius: 3px; white-space: nowrap; }
.convlab.convlab .cx-terms span:hover { background: rgba(230,159,0,.45); }
.convlab.convlab .cx-terms .cx-zero { opacity: .6; }
.convlab.convlab .cx-total { border-top: 2px solid rgba(128,128,128,.5); margin-top: 12px; padding-top: 8px; font-size: 15px; font-variant-numeric: tabular-nums; }
.convlab.convlab .cx-help { font-size: 12px; opacity: .75; margin: 8px 0 0; }
.convlab.convlab .cx [hidden] { display: none !important; }
`;
