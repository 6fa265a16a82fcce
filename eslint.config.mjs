import tseslint from "typescript-eslint";

/** One direction through the house: core looks at nobody, components at core, preview never into components. */
const border = (files, patterns) => ({
  files,
  rules: { "no-restricted-imports": ["error", { patterns }] },
});

export default tseslint.config(
  {
    ignores: [
      "dist/**",
      "node_modules/**",
      "core/instance-types/table.ts",
      "**/*.mjs",
      "**/*.cjs",
      "tests/**/fixtures/**",
      "tests/**/programs/**",
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // A named key says what the key of an argument map is.
      "@typescript-eslint/consistent-indexed-object-style": "off",
      // A program that exports a function by `export =` is imported so.
      "@typescript-eslint/no-require-imports": ["error", { allowAsImport: true }],
      // Pulumi resources act by being constructed.
      "no-new": "off",
      "@typescript-eslint/no-extraneous-class": "off",
      eqeqeq: "error",
      "max-lines": ["warn", { max: 400, skipComments: true, skipBlankLines: true }],
    },
  },
  border(
    ["core/**/*.ts"],
    [
      {
        group: ["@pulumi/*", "@aws-sdk/*", "@kubernetes/*"],
        message: "core is plain values in, plain values out.",
      },
      {
        regex: "\\.\\./(\\.\\./)?(components|stacks|preview|policy)(/|$)",
        message: "core looks at nobody.",
      },
    ],
  ),
  border(
    ["components/**/*.ts"],
    [{ regex: "\\.\\./(\\.\\./)?(stacks|preview)(/|$)", message: "components look only at core." }],
  ),
  border(
    ["plugin/**/*.ts"],
    [
      {
        regex: "\\.\\./(components|stacks|preview)(/|$)",
        message: "the plugin serves what the package exports.",
      },
    ],
  ),
  border(
    ["stacks/**/*.ts"],
    [
      {
        regex: "\\.\\./(\\.\\./)?preview(/|$)",
        message: "a stack program knows nothing of the offline preview.",
      },
    ],
  ),
  border(
    ["preview/**/*.ts"],
    [
      {
        regex: "\\.\\./(\\.\\./)?(components|stacks)(/|$)",
        message: "preview looks at a finished registration, never into components.",
      },
    ],
  ),
  border(
    ["policy/**/*.ts"],
    [
      {
        regex: "\\.\\./(\\.\\./)?(components|stacks|preview)(/|$)",
        message: "policies look at the resources of a stack, whoever made them, and at core.",
      },
    ],
  ),
  {
    files: ["tests/**/*.ts"],
    rules: {
      "@typescript-eslint/no-unused-expressions": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
    },
  },
);
