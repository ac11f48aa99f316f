/**
 * A number as a lesson prints it: at most `decimals` decimals, no trailing zeros, a true minus
 * sign, and no negative zero.
 */
export function numberText(value: number, decimals = 4): string {
  if (!Number.isFinite(value)) return String(value).replace('-', '−');
  const rounded = Number(value.toFixed(decimals));
  if (rounded === 0 && value !== 0) return value.toExponential(1).replace(/-/g, '−');
  return String(rounded === 0 ? 0 : rounded).replace(/-/g, '−');
}

/** A number as a factor or a term that follows a sign: negative ones stand in brackets. */
export function termText(value: number, decimals = 4): string {
  const text = numberText(value, decimals);
  return text.startsWith('−') ? `(${text})` : text;
}
