using Pinfold.Compatibility.Tests.Fixture;
using Xunit;

namespace Pinfold.Compatibility.Tests.Node;

public sealed class NodeTests
{
    /// <summary>
    /// Two packages as tarballs; the second is also in the user's npm cache, under the name of a registry that does not
    /// exist.
    /// </summary>
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

    /// <summary>npm writes into its cache whatever it does, and the user's lies outside the roots.</summary>
    private const string OwnCache =
        "export npm_config_cache=$(mktemp -d) npm_config_update_notifier=false; trap 'rm -rf $npm_config_cache' EXIT";

    private readonly Account _account;

    public NodeTests(Account account)
    {
        _account = account;
        Account.Require("node", "nodejs");
        Account.Require("npm", "npm");
    }

    [Fact]
    public void Install_from_local_tarballs_and_run_scripts() =>
        new Scenario(_account, "npm-tarball") { Prepare = Packages, Always = OwnCache }.Same(
            "npm install --silent --no-audit --no-fund --offline ./left-1.0.0.tgz ./right-2.0.0.tgz; npm test --silent; npm ls --all | tail -n +2",
            "npm run build --silent; cat built; npx --no-install left; npm uninstall --silent left --no-audit --offline; ls node_modules",
            "rm -rf node_modules; npm ci --silent --no-audit --offline; npm test --silent; cat installed; npm version --no-git-tag-version patch --silent; npm pack --silent --dry-run").SameFiles();

    [Fact]
    public void Install_from_the_users_cache_that_the_policy_makes_writable() =>
        Cached("npm-cache", "", "--write", _account.Home + "/npm-cache.store");

    [Fact]
    public void Install_from_a_private_copy_of_the_users_cache() => Cached("npm-cache-copy",
        "copy=$(mktemp -d); trap 'rm -rf $copy' EXIT; cp -r $npm_config_cache/. $copy; export npm_config_cache=$copy");

    /// <summary>Packages of a registry that is up while the input is made, and gone after that.</summary>
    private void Cached(string name, string first, params string[] options)
    {
        var cache = $"{_account.Home}/{name}.store";
        new Scenario(_account, name)
        {
            Options = options,
            Prepare = Packages + $$"""

                cat > registry.js <<'END'
                const http = require("http"), fs = require("fs"), tarball = fs.readFileSync("right-2.0.0.tgz");
                const integrity = "sha512-" + require("crypto").createHash("sha512").update(tarball).digest("base64");
                http.createServer((q, s) => {
                  const self = "http://" + q.headers.host;
                  if (q.url.endsWith(".tgz")) return s.end(tarball);
                  if (q.url !== "/right") { s.statusCode = 404; return s.end("{}"); }
                  s.setHeader("content-type", "application/json");
                  s.end(JSON.stringify({ name: "right", "dist-tags": { latest: "2.0.0" }, versions: { "2.0.0": { name: "right", version: "2.0.0", main: "index.js",
                    dist: { tarball: self + "/right/-/right-2.0.0.tgz", integrity } } } }));
                }).listen(0, "127.0.0.1", function () { fs.writeFileSync("port.new", "" + this.address().port); fs.renameSync("port.new", "port"); });
                END
                node registry.js & server=$!
                until test -e port; do :; done
                rm ws/*.tgz; echo "registry=http://127.0.0.1:$(cat port)/" > ws/.npmrc
                mkdir fill; cp ws/package.json ws/.npmrc fill; touch fill/test.js
                (cd fill; npm install --silent --no-audit --no-fund --ignore-scripts --cache {{cache}} right@2.0.0)
                kill $server; rm -rf fill
                """,
            Always = $"export npm_config_cache={cache} npm_config_update_notifier=false; {first}",
        }.Same(
            "npm install --silent --no-audit --no-fund --offline right@^2.0.0; npm test --silent",
            "rm -rf node_modules; npm ci --silent --no-audit --no-fund --offline; npm test --silent; cat installed")
                .SameFiles();
    }

    [Fact]
    public void A_script_that_starts_a_server_and_asks_it() => new Scenario(_account, "npm-server")
    {
        Prepare = """
            printf '{"name":"demo","version":"1.0.0","scripts":{"serve":"node server.js","check":"node check.js"}}' > ws/package.json
            echo 'require("http").createServer((q, s) => s.end("served " + q.url)).listen(0, "127.0.0.1", function () { process.send ? process.send(this.address().port) : console.log(this.address().port); });' > ws/server.js
            cat > ws/check.js <<'END'
            const child = require("child_process").spawn("npm", ["run", "--silent", "serve"], { stdio: ["ignore", "pipe", "inherit"], detached: true });
            child.stdout.once("data", async port => {
              console.log(await (await fetch(`http://127.0.0.1:${("" + port).trim()}/page`)).text());
              process.kill(-child.pid); child.on("exit", (code, signal) => console.log("ended", code ?? signal));
            });
            END
            """,
        Always = OwnCache,
    }.Same("npm run --silent check").SameFiles();

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
