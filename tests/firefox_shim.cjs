// Loaded into Playwright's driver. Over WebDriver BiDi it overrides media features whenever it makes a page, and fails
// where the browser does not know that command: Firefox keeps its own features instead.

const Module = require("node:module");

const COMMAND = /await this\.(?:_browser\._browserSession|_session)\.send\("emulation\.setMediaFeaturesOverride"/g;
const compile = Module.prototype._compile;

Module.prototype._compile = function compileWithout(source, file) {
  const patched = file.endsWith("coreBundle.js") ? source.replace(COMMAND, "void (0") : source;
  return compile.call(this, patched, file);
};
