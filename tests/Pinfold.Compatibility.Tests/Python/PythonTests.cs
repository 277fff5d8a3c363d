using Pinfold.Compatibility.Tests.Fixture;
using Xunit;

namespace Pinfold.Compatibility.Tests.Python;

public sealed class PythonTests
{
    private readonly Account _account;

    public PythonTests(Account account)
    {
        _account = account;
        Account.Require("python3", "python3");
        if (Directory.GetDirectories("/usr/lib/python3", "ensurepip").Length == 0
            && Directory.GetFiles("/usr/share/python-wheels", "pip-*").Length == 0)
            Assert.Fail("python3 has no venv: apt-get install python3-venv");
    }

    [Fact]
    public void A_virtual_environment_and_a_local_wheel() => new Scenario(_account, "python-venv")
    {
        // A wheel is a zip with four files (PyPA binary distribution format); written here, so that no build tool is
        // needed.
        Prepare = """
            python3 - <<'END'
            import base64, hashlib, zipfile
            files = {
                "greet/__init__.py": "def main(): print('hello from the wheel')\n",
                "greet-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: greet\nVersion: 1.0\n",
                "greet-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
                "greet-1.0.dist-info/entry_points.txt": "[console_scripts]\ngreet = greet:main\n",
            }
            record = "".join(f"{n},sha256={base64.urlsafe_b64encode(hashlib.sha256(t.encode()).digest()).rstrip(b'=').decode()},{len(t)}\n" for n, t in files.items())
            files["greet-1.0.dist-info/RECORD"] = record + "greet-1.0.dist-info/RECORD,,\n"
            with zipfile.ZipFile("ws/greet-1.0-py3-none-any.whl", "w") as z:
                for name, text in files.items(): z.writestr(zipfile.ZipInfo(name), text)
            END
            """,
        Always = "export PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1",
    }.Same(
        "python3 -m venv .venv",
        ".venv/bin/pip install --no-index --no-compile ./greet-1.0-py3-none-any.whl | grep -v '^Processing'",
        ".venv/bin/greet; .venv/bin/pip list --format=freeze | grep greet; . .venv/bin/activate; python -c 'import greet, sys; print(sys.prefix)'")
            .SameFiles("__pycache__");

    [Fact]
    public void Parallel_tests_with_temporary_files() => new Scenario(_account, "python-parallel")
    {
        Prepare = """
            cat > ws/test_all.py <<'END'
            import concurrent.futures, multiprocessing, multiprocessing.shared_memory, os, tempfile, unittest

            def work(n):
                with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile("w+") as f:
                    f.write(str(n) * 1000); f.flush()
                    os.rename(f.name, os.path.join(folder, "moved")); os.link(os.path.join(folder, "moved"), f.name)
                    with open(os.path.join(folder, "moved")) as moved: return sum(int(c) for c in moved.read())

            class All(unittest.TestCase):
                def test_processes(self):
                    for method in ("fork", "spawn", "forkserver"):
                        with multiprocessing.get_context(method).Pool(4) as pool:
                            self.assertEqual(pool.map(work, range(8)), [1000 * n for n in range(8)])
                def test_threads(self):
                    with concurrent.futures.ThreadPoolExecutor(8) as pool:
                        self.assertEqual(list(pool.map(work, range(8))), [1000 * n for n in range(8)])
                def test_shared_memory(self):
                    memory = multiprocessing.shared_memory.SharedMemory(create=True, size=1 << 20)
                    try:
                        child = multiprocessing.Process(target=fill, args=(memory.name,)); child.start(); child.join()
                        self.assertEqual(bytes(memory.buf[:3]), b"abc")
                    finally: memory.close(); memory.unlink()
                def test_synchronisation(self):
                    queue, lock, event = multiprocessing.Queue(), multiprocessing.Lock(), multiprocessing.Event()
                    children = [multiprocessing.Process(target=put, args=(queue, lock, event, i)) for i in range(4)]
                    for c in children: c.start()
                    event.set()
                    self.assertEqual(sorted(queue.get() for _ in children), [0, 1, 2, 3])
                    for c in children: c.join()
                def test_manager(self):
                    with multiprocessing.Manager() as manager:
                        d = manager.dict(a=1); self.assertEqual(d["a"], 1)

            def fill(name):
                memory = multiprocessing.shared_memory.SharedMemory(name=name); memory.buf[:3] = b"abc"; memory.close()

            def put(queue, lock, event, i):
                event.wait()
                with lock: queue.put(i)
            END
            """,
    }.Same("python3 -B -m unittest -v test_all 2>&1 | sed 's/ in [0-9.]*s//'; ls").SameFiles("__pycache__");

    [Fact]
    public void Asynchronous_programs_with_subprocesses_and_sockets() => new Scenario(_account, "python-async")
    {
        Prepare = """
            cat > ws/run.py <<'END'
            import asyncio, os, socket, sys

            async def main():
                p = await asyncio.create_subprocess_exec(sys.executable, "-c", "print(input()[::-1])", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE)
                print((await p.communicate(b"abc\n"))[0].decode().strip())
                async def serve(r, w):
                    w.write((await r.readline()).upper()); await w.drain(); w.close()
                for server, connect in ((await asyncio.start_unix_server(serve, "sock"), lambda: asyncio.open_unix_connection("sock")),
                                        (s := await asyncio.start_server(serve, "127.0.0.1", 0), lambda: asyncio.open_connection(*s.sockets[0].getsockname())),
                                        (t := await asyncio.start_server(serve, "::1", 0), lambda: asyncio.open_connection(*t.sockets[0].getsockname()[:2]))):
                    r, w = await connect()
                    w.write(b"over the wire\n"); print((await r.readline()).decode().strip())
                    w.close(); server.close()
                a, b = socket.socketpair(); a.send(b"pair"); print(b.recv(9).decode())
                fd = os.open("sent", os.O_CREAT | os.O_RDWR); socket.send_fds(a, [b"x"], [fd]); print(len(socket.recv_fds(b, 1, 1)[1]))
                u, v = socket.socket(type=socket.SOCK_DGRAM), socket.socket(type=socket.SOCK_DGRAM)
                v.bind(("127.0.0.1", 0)); u.sendto(b"datagram", v.getsockname()); print(v.recv(99).decode())
                print(socket.getaddrinfo("localhost", 80, type=socket.SOCK_STREAM)[0][4][0] in ("127.0.0.1", "::1"))
                print(await asyncio.get_running_loop().run_in_executor(None, lambda: "executor"))
            asyncio.run(main())
            END
            """,
    }.Same("python3 -B run.py; rm -f sock").SameFiles("__pycache__");
}
