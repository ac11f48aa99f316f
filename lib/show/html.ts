/** Text made safe to stand in HTML, in an element or between an attribute's double quotes. */
export function escapeHtml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}

/**
 * A script's text made safe to stand in a `<script>` element. `</script` would end the element
 * and `<!--` would open a comment, even in a string; a backslash that JavaScript ignores in a
 * string or a regular expression keeps the HTML parser from seeing either.
 */
export function escapeScript(code: string): string {
  return code.replace(/<(?=\/script|!--)/gi, (found, at: number) => {
    return code[at + 1] === '/' ? '<\\' : '\\x3C';
  });
}

/** Data as a JavaScript expression for a `<script>` element. */
export function scriptJson(data: unknown): string {
  return JSON.stringify(data)
    .replace(/</g, '\\u003C')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
}
