type Attributes = Record<string, string | number | boolean | ((event: Event) => void)>;

/**
 * Makes an element. An attribute that is a function listens to the event of that name; `true`
 * sets the attribute, `false` leaves it out.
 */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name, value);
    else if (value !== false) made.setAttribute(name, value === true ? '' : String(value));
  }
  made.append(...children);
  return made;
}

/** The style of the pages' controls: the page's own text colour on translucent areas. */
export const controlStyle = `
.convlab.convlab button { font: inherit; font-size: 13px; color: inherit; background: rgba(128,128,128,.14); border: 1px solid rgba(128,128,128,.5); border-radius: 5px; padding: 4px 11px; cursor: pointer; line-height: 1.3; }
.convlab.convlab button:hover:not(:disabled) { background: rgba(128,128,128,.28); }
.convlab.convlab button:disabled { opacity: .45; cursor: default; }
.convlab.convlab button[aria-pressed=true], .convlab.convlab button.cl-main { background: #0072B2; border-color: #0072B2; color: #fff; }
.convlab.convlab button[aria-pressed=true]:hover, .convlab.convlab button.cl-main:hover:not(:disabled) { background: #005c8f; }
.convlab.convlab input[type=text] { font: inherit; color: inherit; background: rgba(128,128,128,.10); border: 1px solid rgba(128,128,128,.55); border-radius: 4px; padding: 3px 6px; margin: 0; box-sizing: border-box; height: auto; width: 5em; }
.convlab.convlab input[aria-invalid=true] { border-color: #D55E00 !important; background: rgba(213,94,0,.35) !important; }
.convlab.convlab :focus-visible { outline: 2px solid #56B4E9; outline-offset: 1px; }
.convlab.convlab label { font-weight: 400; margin: 0; font-size: 13px; cursor: pointer; }
.convlab.convlab input[type=radio], .convlab.convlab input[type=checkbox] { margin: 0 6px 0 0; vertical-align: -1px; }
.convlab.convlab .cl-slider { display: inline-flex; align-items: center; gap: 8px; }
.convlab.convlab .cl-slider input { width: 9em; margin: 0; accent-color: #0072B2; }
.convlab.convlab .cl-slider .cl-value { min-width: 1.5em; font-variant-numeric: tabular-nums; font-weight: 600; }
.convlab.convlab .cl-problem { border-left: 4px solid #D55E00; background: rgba(213,94,0,.14); padding: 6px 12px; margin-top: 10px; }
`;

export interface SliderOptions {
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly value: number;
}

/** A slider in its label, with the value written beside it; `change` gets each new value. */
export function slider(
  label: string,
  { min, max, step = 1, value }: SliderOptions,
  change: (value: number) => void,
): HTMLLabelElement {
  const shown = element('span', { class: 'cl-value' }, String(value));
  const input = element('input', { type: 'range', min, max, step, value });
  input.addEventListener('input', () => {
    shown.textContent = input.value;
    change(Number(input.value));
  });
  return element('label', { class: 'cl-slider' }, label, input, shown);
}

/**
 * Reads a number as people type it: a true minus sign and a decimal comma are understood.
 * NaN for anything else, an empty text too.
 */
export function typedNumber(text: string): number {
  const plain = text.trim().replace(/−/g, '-').replace(',', '.');
  return plain === '' ? NaN : Number(plain);
}
