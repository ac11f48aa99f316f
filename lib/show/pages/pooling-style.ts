import { controlStyle } from './dom';

export const poolingStyle = `${controlStyle}
.convlab.convlab .px { border: 1px solid rgba(128,128,128,.45); border-radius: 6px; padding: 12px 16px; }
.convlab.convlab .px-bar { display: flex; flex-wrap: wrap; gap: 8px 22px; align-items: center; margin: 8px 0; }
.convlab.convlab .px-group { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; }
.convlab.convlab .px-columns { display: flex; flex-wrap: wrap; gap: 14px 40px; align-items: flex-start; margin-top: 10px; }
.convlab.convlab .px-head { font-size: 13px; margin: 0 0 4px; }
.convlab.convlab .px table.cl-grid td { padding: 0; min-width: 42px; width: 42px; height: 30px; }
.convlab.convlab .px table.cl-grid td.px-won { background: rgba(0,158,115,.35); }
.convlab.convlab .px td input[type=text] { width: 100%; min-width: 0; height: 28px; border: 0; border-radius: 0; background: none; padding: 0; text-align: center; font-variant-numeric: tabular-nums; font-weight: inherit; font-size: 13px; }
.convlab.convlab .px td button { width: 100%; min-width: 0; box-sizing: border-box; display: block; height: 29px; border: 0; border-radius: 0; background: none; padding: 0 3px; font-variant-numeric: tabular-nums; font-size: 14px; }
.convlab.convlab .px td button[aria-current=true] { box-shadow: inset 0 0 0 2px #E69F00; font-weight: 700; background: rgba(230,159,0,.25); }
.convlab.convlab .px-text { margin: 12px 0 0; font-size: 15px; font-variant-numeric: tabular-nums; max-width: 60em; }
.convlab.convlab .px-back { border-top: 2px solid rgba(128,128,128,.5); margin-top: 12px; padding-top: 10px; overflow-x: auto; }
.convlab.convlab .px-help { font-size: 12px; opacity: .75; margin: 10px 0 0; max-width: 70em; }
.convlab.convlab .px [hidden] { display: none !important; }
`;
