/**
 * The names of a function's parameters, from the bundled code; none where the list is not a plain
 * one (a pattern, a default), since the report can number the arguments instead.
 */
export function parameterNames(code: string, functionName: string): string[] {
  const list = new RegExp(
    `(?:function ${functionName}|\\b${functionName} = (?:function)?) ?\\(([^()]*)\\)`,
  ).exec(code)?.[1];
  const names = list?.split(',').map((name) => name.trim()) ?? [];
  return names.every((name) => /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)) ? names : [];
}
