/**
 * What is asked of the report's scripts. ESLint's own rules are named one by one, so that nothing but ESLint is needed to run:
 * npx eslint --config src/test/js/eslint.config.mjs src/main/resources src/test/js
 */
const SCRIPTS = "src/main/resources/org/superpose/report/script";

const named = names => Object.fromEntries(names.map(name => [name, "readonly"]));

const LANGUAGE = named(["d3"]);
const BROWSER = named([
  "addEventListener", "Blob", "clearTimeout", "document", "getComputedStyle", "Image", "innerHeight", "innerWidth", "IntersectionObserver", "localStorage",
  "matchMedia", "setTimeout", "URL", "XMLSerializer",
]);

const RULES = {
  // mistakes
  "array-callback-return": "error",
  "constructor-super": "error",
  "for-direction": "error",
  "getter-return": "error",
  "no-class-assign": "error",
  "no-compare-neg-zero": "error",
  "no-cond-assign": "error",
  "no-const-assign": "error",
  "no-constant-binary-expression": "error",
  "no-constant-condition": "error",
  "no-control-regex": "error",
  "no-debugger": "error",
  "no-dupe-args": "error",
  "no-dupe-class-members": "error",
  "no-dupe-else-if": "error",
  "no-dupe-keys": "error",
  "no-duplicate-case": "error",
  "no-duplicate-imports": "error",
  "no-empty": "error",
  "no-empty-pattern": "error",
  "no-fallthrough": "error",
  "no-func-assign": "error",
  "no-import-assign": "error",
  "no-invalid-regexp": "error",
  "no-irregular-whitespace": "error",
  "no-loss-of-precision": "error",
  "no-obj-calls": "error",
  "no-redeclare": "error",
  "no-self-assign": "error",
  "no-self-compare": "error",
  "no-setter-return": "error",
  "no-shadow": "error",
  "no-sparse-arrays": "error",
  "no-template-curly-in-string": "error",
  "no-this-before-super": "error",
  "no-undef": "error",
  "no-unexpected-multiline": "error",
  "no-unreachable": "error",
  "no-unsafe-finally": "error",
  "no-unsafe-negation": "error",
  "no-unsafe-optional-chaining": "error",
  "no-unused-expressions": "error",
  "no-unused-vars": ["error", {ignoreRestSiblings: true}],
  "no-use-before-define": ["error", {functions: false, variables: false}],
  "no-useless-assignment": "error",
  "no-useless-escape": "error",
  "use-isnan": "error",
  "valid-typeof": "error",
  // what nobody may do to a reader's page
  "no-alert": "error",
  "no-console": "error",
  "no-eval": "error",
  "no-implied-eval": "error",
  "no-new-func": "error",
  "no-script-url": "error",
  // one way to say a thing
  "consistent-return": "error",
  eqeqeq: "error",
  "no-useless-rename": "error",
  "no-useless-return": "error",
  "no-var": "error",
  "object-shorthand": "error",
  "prefer-const": "error",
  "prefer-template": "off",
};

export default [
  {linterOptions: {reportUnusedDisableDirectives: "error"}},
  {files: ["**/*.mjs"], languageOptions: {ecmaVersion: 2022, sourceType: "module", globals: LANGUAGE}, rules: RULES},
  {files: [`${SCRIPTS}/**/*.mjs`], ignores: [`${SCRIPTS}/pure/**`], languageOptions: {globals: BROWSER}},
  {files: ["src/test/js/**/*.mjs"], languageOptions: {globals: named(["process", "URL"])}},
];
