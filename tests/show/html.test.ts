import vm from 'node:vm';
import { describe, expect, it } from 'vitest';
import { escapeHtml, escapeScript, scriptJson } from '../../lib/show/html';

describe('escapeHtml', () => {
  it('makes text harmless in elements and in attributes', () => {
    expect(escapeHtml(`<img src=x onerror="a('b')"> & more`)).toBe(
      '&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt; &amp; more',
    );
  });
});

describe('escapeScript', () => {
  const code =
    'const parts = ["</script>", "</SCRIPT >", "<!-- x", /<\\/script>/.source, 1 < 2];parts';

  it('leaves nothing that ends a script element or opens a comment', () => {
    expect(escapeScript(code)).not.toMatch(/<\/script|<!--/i);
  });

  it('leaves the meaning of the script as it was', () => {
    expect(vm.runInNewContext(escapeScript(code))).toEqual(vm.runInNewContext(code));
  });
});

describe('scriptJson', () => {
  it('carries any text into a script unchanged', () => {
    const data = { text: '</script><!-- \u2028 \u2029 "quoted" \\', list: [1, -0.5, null] };
    const json = scriptJson(data);
    expect(json).not.toMatch(/[<\u2028\u2029]/);
    expect(JSON.parse(JSON.stringify(vm.runInNewContext(`(${json})`)))).toEqual(data);
  });
});
