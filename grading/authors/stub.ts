import ts from 'typescript';

const header = `// Write your answers here. Replace the line that throws in each function, save the file, and check it:
// run the exercise's cell in the notebook again, or \`npm run check -- LESSON --watch\` in a terminal.
`;

const tagsOf = (node: ts.Node): Map<string, string> =>
  new Map(
    ts
      .getJSDocTags(node)
      .map((tag) => [tag.tagName.text, ts.getTextOfJSDocComment(tag.comment) ?? '']),
  );

/**
 * The stub of a solution file: what the student starts from.
 *
 * A function whose docstring has the tag `@exercise ID` keeps its docstring and its signature; its
 * body becomes one line that throws. A declaration with the tag `@given` stays as it is. Every
 * other declaration is part of the solution and goes, and so do imports that nothing uses any
 * more (except the functions that the docstrings speak of).
 *
 * @param name the file's name without its ending: `01-convolution-by-hand`
 * @param solution the text of the solution
 * @returns the text of the stub
 * @throws if the file has no exercise, or an exercise is not an exported function.
 */
export function stubOf(name: string, solution: string): string {
  const file = ts.createSourceFile(`${name}.ts`, solution, ts.ScriptTarget.ES2022, true);
  const imports: ts.ImportDeclaration[] = [];
  const parts: string[] = [];
  let exercises = 0;
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) {
      imports.push(statement);
      continue;
    }
    const tags = tagsOf(statement);
    const id = tags.get('exercise');
    if (id !== undefined) {
      parts.push(stubFunction(name, file, statement, id));
      exercises++;
    } else if (tags.has('given')) {
      parts.push(statement.getFullText(file).trim());
    }
  }
  if (exercises === 0) {
    throw new Error(`${name}: no function of the solution has the tag @exercise`);
  }
  const body = parts.join('\n\n');
  const kept = imports.map((statement) => importText(file, statement, body)).filter(Boolean);
  return `${header.replace('LESSON', name.slice(0, 2))}\n${[kept.join('\n'), body].filter(Boolean).join('\n\n')}\n`;
}

function stubFunction(name: string, file: ts.SourceFile, node: ts.Statement, id: string): string {
  const exported =
    ts.isFunctionDeclaration(node) &&
    node.body &&
    node.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword);
  if (!exported) {
    throw new Error(`${name}: @exercise ${id} must stand at an exported function`);
  }
  const head = file.text.slice(node.getFullStart(), node.body.getStart(file)).trim();
  return `${head} {\n  throw new Error('${id}: not written yet');\n}`;
}

/** The import with the names that `body` mentions, in code or in a docstring; '' if there are none. */
function importText(file: ts.SourceFile, node: ts.ImportDeclaration, body: string): string {
  const bindings = node.importClause?.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings)) return node.getText(file);
  const used = bindings.elements.filter((element) =>
    new RegExp(`\\b${element.name.text}\\b`).test(body),
  );
  if (used.length === 0) return '';
  const names = used.map((element) => element.getText(file)).join(', ');
  return `import { ${names} } from ${node.moduleSpecifier.getText(file)};`;
}

/** The exercises that a file holds, by their tags, in order. */
export function exerciseIds(text: string): string[] {
  const file = ts.createSourceFile('exercises.ts', text, ts.ScriptTarget.ES2022, true);
  return file.statements.flatMap((statement) => tagsOf(statement).get('exercise') ?? []);
}
