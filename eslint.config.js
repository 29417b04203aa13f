// What the review desk's modules are held to: no unknown name, no dead code, no long line, no long function.
const BROWSER = [
  "AbortController", "CSS", "AudioBufferSourceNode", "AudioContext", "CustomEvent", "Event", "EventTarget",
  "ImageData", "IntersectionObserver", "OffscreenCanvas", "ResizeObserver", "TextDecoder", "TextEncoder",
  "URL", "URLSearchParams",
  "addEventListener", "atob", "clearInterval", "clearTimeout", "createImageBitmap", "devicePixelRatio", "document",
  "fetch", "getComputedStyle", "localStorage", "location", "matchMedia", "performance", "requestAnimationFrame",
  "setInterval", "setTimeout", "window",
];

export default [
  { ignores: ["src/cuespotter/web/static/vendor/**", "src/cuespotter/web/static/wording.js"] },
  {
    files: ["src/cuespotter/web/static/*.js", "tests/web/front/*.js"],
    languageOptions: { globals: Object.fromEntries(BROWSER.map((name) => [name, "readonly"])) },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "max-len": ["error", { code: 120, ignoreUrls: true, ignorePattern: '^\\s+\\w+: "M' }],
      "max-lines": ["error", 320],
      "max-lines-per-function": ["error", { max: 60, skipComments: true }],
      "max-depth": ["error", 3],
      "no-undef": "error",
      "no-unused-vars": ["error", { args: "after-used" }],
      "no-shadow": "error",
      "no-var": "error",
      "prefer-const": "error",
      eqeqeq: "error",
      "no-implicit-globals": "error",
      "no-throw-literal": "error",
      "no-unreachable": "error",
      "no-dupe-keys": "error",
      "no-duplicate-imports": "error",
      "no-self-compare": "error",
      "no-restricted-properties": ["error", { property: "innerHTML", message: "make elements with h()" }],
    },
  },
];
