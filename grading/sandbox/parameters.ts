/**
 * The names of a function's parameters, from its text; none where the list is not a plain one
 * (a pattern, a default), since the report can number the arguments instead.
 */
export function parameterNames(source: string): string[] {
  const list = /^(?:async\s+)?(?:function\s*\*?\s*[\w$]*\s*)?\(([^()]*)\)/.exec(source)?.[1];
  if (list === undefined) return [];
  const names = list.split(',').map((name) => name.trim());
  return names.every((name) => /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)) ? names : [];
}
