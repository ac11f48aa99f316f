import { describe, expect, it } from 'vitest';
import { matricesBundle, matrixHtml, matrixText } from '../../lib/show/matrix';
import { tableBundle } from '../../lib/show/table';
import { tensor } from '../../lib/tensor';

describe('a matrix', () => {
  const values = [
    [1, -2, 0],
    [10, 0.5, 3],
  ];

  it('is a table with a cell for each number, under its title', () => {
    const html = matrixHtml(values, { title: 'a < b' });
    expect(html.match(/<tr>/g)).toHaveLength(2);
    expect([...html.matchAll(/<td[^>]*>([^<]*)<\/td>/g)].map((match) => match[1])).toEqual([
      '1',
      '−2',
      '0',
      '10',
      '0.5',
      '3',
    ]);
    expect(html).toContain('>a &lt; b</div>');
    expect(html).toContain('aria-label="a &lt; b"');
  });

  it('marks exactly the cells of the window', () => {
    const html = matrixHtml(values, { highlight: { row: 0, col: 1, height: 2, width: 2 } });
    expect(html.match(/cl-in/g)).toHaveLength(4);
    expect(html).toContain('<tr><td>1</td><td class="cl-in">−2</td>');
  });

  it('brackets the window in the text form', () => {
    expect(matrixText(values, { highlight: { row: 1, col: 0, height: 1, width: 2 } })).toBe(
      '   1   −2    0 \n[ 10][0.5]   3 ',
    );
  });

  it('aligns the columns of the text form', () => {
    expect(matrixText(values, { title: 'm' })).toBe('m\n  1   −2    0\n 10  0.5    3');
  });

  it('draws padding dashed, all round', () => {
    const ring = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
    expect(matrixHtml(ring, { padding: 1 }).match(/cl-edge/g)).toHaveLength(12);
  });

  it('draws padding of four different sides', () => {
    const html = matrixHtml([[1, 2, 3], [4, 5, 6], [7, 8, 9]], { padding: [[0, 1], [0, 2]] }); // prettier-ignore
    expect([...html.matchAll(/cl-edge">(\d)/g)].map((match) => match[1])).toEqual(
      ['2', '3', '5', '6', '7', '8', '9'], // prettier-ignore
    );
  });

  it('colours negative cells blue, positive ones red and 0 white, with ink that can be read', () => {
    const html = matrixHtml([[-1, 0, 1]], { heat: 'signed' });
    expect(html).toContain('background:rgb(33,102,172);color:#fff">−1');
    expect(html).toContain('background:rgb(247,247,247);color:#111">0');
    expect(html).toContain('background:rgb(178,24,43);color:#fff">1');
  });

  it('takes a tensor of two dimensions and no other', () => {
    expect(matrixText(tensor([1, 2], [3, 4]))).toBe('3  4');
    expect(() => matrixText(tensor([1, 2, 1]))).toThrow(
      'wants a tensor [rows, columns], got [1, 2, 1]',
    );
  });

  it('stands beside others in one output', () => {
    const bundle = matricesBundle([
      { values, title: 'a' },
      { values, title: 'b' },
    ]);
    expect((bundle['text/html'] as string).match(/<table/g)).toHaveLength(2);
    expect(bundle['text/plain']).toMatch(/^a\n[^]*\n\nb\n/);
  });
});

describe('a table', () => {
  it('names its columns, and aligns numbers to the right', () => {
    const bundle = tableBundle(
      ['what', 'size'],
      [
        ['input', 5],
        ['a "kernel"', 13],
      ],
      'Sizes',
    );
    expect(bundle['text/plain']).toBe(
      'Sizes\nwhat        size\ninput          5\na "kernel"    13',
    );
    expect(bundle['text/html']).toContain('<th scope="col" class="cl-number">size</th>');
    expect(bundle['text/html']).toContain('a &quot;kernel&quot;');
  });

  it('writes true and false as people say them', () => {
    expect(tableBundle(['agrees'], [[true], [false]])['text/plain']).toBe('agrees\nyes\nno');
  });

  it('refuses a row that is too short, by its content', () => {
    expect(() => tableBundle(['a', 'b'], [['only one']])).toThrow(
      'a row has 1 cells, the header 2 (only one)',
    );
  });
});
