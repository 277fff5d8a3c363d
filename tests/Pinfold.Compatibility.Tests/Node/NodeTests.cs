using Pinfold.Compatibility.Tests.Fixture;
using Xunit;

namespace Pinfold.Compatibility.Tests.Node;

public sealed class NodeTests
{
    /// <summary>Two packages as tarballs; the second is also in the user's npm cache, under the name of a registry that does not exist.</summary>
    private const string Packages = """
        mkdir -p left right
        printf '{"name":"left","version":"1.0.0","bin":{"left":"cli.js"}}' > left/package.json
        printf '#!/usr/bin/env node\nconsole.log("left runs");\n' > left/cli.js
        printf '{"name":"right","version":"2.0.0","main":"index.js"}' > right/package.json
        printf 'module.exports = () => "right answers";\n' > right/index.js
        (cd left && npm pack --silent --pack-destination .. > /dev/null); (cd right && npm pack --silent --pack-destination .. > /dev/null)
        cp left-1.0.0.tgz right-2.0.0.tgz ws
        cat > ws/package.json <<'END'
        {
          "name": "demo", "version": "1.0.0", "private": true,
          "scripts": { "pretest": "echo before", "test": "node test.js", "build": "left && node -e 'require(\"fs\").writeFileSync(\"built\", require(\"right\")())'", "postinstall": "echo installed > installed" }
        }
        END
        echo 'require("assert").equal(require("right")(), "right answers"); console.log("tested");' > ws/test.js
        """;

    private readonly Account _account;

    public NodeTests(Account account)
    {
        _account = account;
        Account.Require("node", "nodejs");
        Account.Require("npm", "npm");
    }

    [Fact]
    public void Install_from_local_tarballs_and_run_scripts() => new Scenario(_account, "npm-tarball") { Prepare = Packages }.Same(
        "npm install --silent --no-audit --no-fund --offline ./left-1.0.0.tgz ./right-2.0.0.tgz; cat installed",
        "npm test --silent; npm run build --silent; cat built; npx --no-install left; npm ls --all | tail -n +2",
        "rm -rf node_modules; npm ci --silent --no-audit --offline; npm test --silent; npm uninstall --silent left --no-audit; ls node_modules").SameFiles();

    [Fact]
    public void Install_from_the_users_cache() => new Scenario(_account, "npm-cache")
    {
        Prepare = Packages + "\nnpm cache add ./right-2.0.0.tgz --silent --cache cache",
    }.Same(
        "npm install --silent --no-audit --no-fund --prefer-offline --cache ../cache --offline ./right-2.0.0.tgz; npm test --silent",
        "npm config get cache > /dev/null; npm version --no-git-tag-version patch --silent; npm pack --silent").SameFiles("demo-1.0.1.tgz");

    [Fact]
    public void Worker_threads_child_processes_and_watching() => new Scenario(_account, "node-program")
    {
        Prepare = """
            cat > ws/main.js <<'END'
            const { Worker } = require("worker_threads"), cp = require("child_process"), fs = require("fs"), net = require("net"), os = require("os"), path = require("path");
            (async () => {
              console.log(await new Promise(r => new Worker("require('worker_threads').parentPort.postMessage(6 * 7)", { eval: true }).on("message", r)));
              console.log(cp.execFileSync("sh", ["-c", "echo child"]).toString().trim());
              const fork = cp.fork("child.js"); fork.send("hello"); console.log(await new Promise(r => fork.on("message", r)));
              const seen = new Promise(r => { const w = fs.watch(".", (e, n) => { if (n === "touched") { w.close(); r(n); } }); });
              fs.writeFileSync("touched", "x"); console.log("watched", await seen);
              const server = net.createServer(s => s.end("pipe")).listen("sock"); await new Promise(r => server.on("listening", r));
              console.log(await new Promise(r => net.connect("sock").on("data", d => r(d.toString())))); server.close();
              const http = require("http").createServer((q, s) => s.end("http " + q.url)).listen(0, "127.0.0.1"); await new Promise(r => http.on("listening", r));
              console.log(await (await fetch(`http://127.0.0.1:${http.address().port}/path`)).text()); http.close(); http.closeAllConnections();
              const temp = fs.mkdtempSync(path.join(os.tmpdir(), "x")); fs.rmSync(temp, { recursive: true }); console.log("temp");
              console.log(require("crypto").randomBytes(8).length, require("zlib").gzipSync("x".repeat(1000)).length < 100, os.cpus().length > 0);
            })();
            END
            echo 'process.on("message", m => { process.send(m + " from child"); process.disconnect(); });' > ws/child.js
            """,
    }.Same("node main.js").SameFiles();
}
