import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import globals from 'globals';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      'build/',
      '.venv/',
      '.jupyter/',
      'tests/fixtures/',
      'lib/fast/kernels/',
      'lib/fast/wasm.ts',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strict,
  ...tseslint.configs.stylistic,
  {
    languageOptions: { globals: globals.node },
    rules: {
      // Shapes are checked at the door of an operation; inside, an index is known to be in range.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  {
    // A stub does not use its parameters yet.
    files: ['exercises/**'],
    rules: { '@typescript-eslint/no-unused-vars': 'off' },
  },
  {
    files: ['lib/show/pages/**'],
    languageOptions: { globals: globals.browser },
  },
  prettier,
);
