import ts from 'typescript';

const header = `// Write your answers here. Replace the line that throws in each function, save the file, and check it:
// run the exercise's cell in the notebook again, or \`npm run check -- LESSON --watch\` in a terminal.
`;

/**
 * A solution turned into the stub that a student gets: functions tagged `@exercise ID` keep their
 * comment and signature and throw; other functions stay only when tagged `@given`, since a helper
 * would give the answer away; the rest (imports, types, constants) stays.
 *
 * @param lesson the lesson's number, `01`
 * @throws if a tag is on something that is not an exported function
 */
export function stubText(solution: string, lesson: string): string {
  const source = ts.createSourceFile('solution.ts', solution, ts.ScriptTarget.ES2022, true);
  const parts: string[] = [];
  for (const statement of source.statements) {
    const id = tagText(statement, 'exercise');
    const text = statement.getFullText(source).trim();
    if (id === null) {
      const isHelper = ts.isFunctionDeclaration(statement) && tagText(statement, 'given') === null;
      if (!isHelper) parts.push(text);
      continue;
    }
    if (
      !ts.isFunctionDeclaration(statement) ||
      !statement.body ||
      !statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
    ) {
      throw new Error(`stubs: @exercise ${id} must be on an exported function`);
    }
    const signature = source.text.slice(statement.getFullStart(), statement.body.getStart(source));
    parts.push(`${signature.trim()} {\n  throw new Error('${id}: not written yet');\n}`);
  }
  return `${header.replace('LESSON', lesson)}\n${parts.join('\n\n')}\n`;
}

/** The ids of the exercises in a solution or a stub, in their order. */
export function exerciseIds(text: string): string[] {
  const source = ts.createSourceFile('exercises.ts', text, ts.ScriptTarget.ES2022, true);
  return source.statements.flatMap((statement) => tagText(statement, 'exercise') ?? []);
}

/** What stands after a JSDoc tag; null where there is no such tag. */
function tagText(node: ts.Node, name: string): string | null {
  const tag = ts.getJSDocTags(node).find(({ tagName }) => tagName.text === name);
  return tag ? (ts.getTextOfJSDocComment(tag.comment) ?? '').trim() : null;
}
