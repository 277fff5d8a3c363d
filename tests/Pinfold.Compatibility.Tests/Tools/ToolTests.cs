using Pinfold.Compatibility.Tests.Fixture;
using Xunit;

namespace Pinfold.Compatibility.Tests.Tools;

public sealed class ToolTests(Account account)
{
    [Fact]
    public void Archives_copies_and_searches()
    {
        Account.Require("rsync", "rsync");
        new Scenario(account, "tools")
        {
            Prepare = """
                mkdir -p ws/tree/a/b ws/tree/c; cd ws/tree
                seq 1 1000 > a/numbers; printf 'ünïcödé\n' > 'a/b/na me'; ln -s ../a/numbers c/link; ln a/numbers c/hard; mkfifo a/fifo; chmod 751 a/b; touch -d 2020-02-02 a/numbers
                cd ../..
                """,
        }.Same(
            "tar -C tree -cf t.tar --sort=name . && mkdir out && tar -C out -xpf t.tar && diff -r --no-dereference tree/c out/c && tar -tvf t.tar | awk '{print $1, $3, $6}'; rm t.tar",
            "cp -a tree copy; rsync -aH --delete tree/ synced/; rsync -aHni tree/ synced/; find . -type l -o -links +1 -type f | sort; find tree -perm 751",
            "tar -cz tree | tar -tz | sort; sort -r -S 1M tree/a/numbers | md5sum; sed -i s/1/one/ tree/a/numbers; head -3 tree/a/numbers; grep -rc one tree --include=numbers",
            "touch -d 2021-03-04T05:06:07Z stamp; stat -c '%y %a %U' stamp; chmod 2750 stamp; stat -c %a stamp; truncate -s 1G sparse; dd if=/dev/zero of=sparse bs=1M count=1 seek=500 conv=notrunc status=none; du -k sparse | cut -f1; rm sparse",
            "mkdir deep; cd deep; for i in $(seq 1 60); do mkdir -p dddddddddddddddddddd; cd dddddddddddddddddddd; done; pwd | wc -c; mktemp -d > /dev/null; echo x | tee f | cat; cd ../../..; rm -r dddddddddddddddddddd").SameFiles();
    }

    [Fact]
    public void Pipes_signals_locks_and_limits() => new Scenario(account, "shell").Same(
        "yes | head -1000000 | tail -1; sh -c 'trap \"echo usr1\" USR1; kill -USR1 $$; :'; sleep 100 & kill $!; wait $! || echo $?",
        "flock lock sh -c 'flock -n lock true || echo locked'; ulimit -n; ulimit -c; nice -n 5 nice; timeout 0.1 sleep 10 || echo $?",
        "umask; umask 077; touch private; stat -c %a private; id -un; whoami; test \"$(id -u)\" != 0; echo ~ | grep -c pinfold; nproc",
        "cat < /dev/null; head -c 4 /dev/urandom | wc -c; echo x > /dev/stdout; echo fd >> /dev/fd/1; sh -c 'echo no > /dev/stderr' 2> /dev/null; { echo y > /dev/stdout; } | cat; ls /dev/shm > /dev/null; echo $((1 << 20)) > /dev/shm/x; cat /dev/shm/x; rm /dev/shm/x; LC_ALL=C.UTF-8 printf '%s' ä€ | wc -m; date -d @0 +%F; bash -c 'cat <(echo substituted)'; rm lock").SameFiles();

    [Fact]
    public void Processes_see_their_own_and_only_those()
    {
        Account.Require("ps", "procps");
        new Scenario(account, "ps").Same(
            "sleep 50 & ps -p $! -o comm=; pgrep -x -P $$ sleep | wc -l; pkill -x -P $$ sleep; wait || true; cat /proc/self/comm; readlink /proc/self/exe; grep -c MemTotal /proc/meminfo; test -r /proc/cpuinfo");
        var inside = account.Inside(account.Home + "/ps/ws", "ps -e -o comm=");
        Assert.DoesNotContain("dotnet", inside.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Changes_of_files_are_watched()
    {
        Account.Require("inotifywait", "inotify-tools");
        new Scenario(account, "inotify").Same("""
            events=$(mktemp); inotifywait -q -m -e create -e move -e delete --format '%e %f' . > $events & watcher=$!
            until touch again; rm again; grep -q again $events; do :; done
            touch one; mv one two; rm two
            until grep -q 'DELETE two' $events; do :; done
            kill $watcher; grep -v again $events; rm $events
            """);
    }

    [Fact]
    public void Mapped_files_and_shared_memory() => new Scenario(account, "mmap")
    {
        Prepare = """
            cat > ws/map.py <<'END'
            import ctypes, fcntl, mmap, os
            with open("big", "w+b") as f:
                f.truncate(1 << 30)
                m = mmap.mmap(f.fileno(), 1 << 30); m[(1 << 30) - 5:] = b"hello"; m[:5] = b"first"; m.flush(); m.close()
                f.seek(-5, 2); print(f.read())
                os.posix_fallocate(f.fileno(), 0, 1 << 20); print(os.fstat(f.fileno()).st_size)
                fcntl.lockf(f, fcntl.LOCK_EX); fcntl.lockf(f, fcntl.LOCK_UN)
            a = mmap.mmap(-1, 1 << 20)
            if os.fork() == 0:
                a[:3] = b"abc"; os._exit(0)
            os.wait(); print(a[:3])
            libc = ctypes.CDLL(None, use_errno=True)
            segment = libc.shmget(0, 4096, 0o1600); libc.shmat.restype = ctypes.c_void_p
            address = libc.shmat(segment, None, 0); ctypes.memmove(address, b"sysv", 4); print(ctypes.string_at(address, 4)); libc.shmctl(segment, 0, None)
            r = os.memfd_create("m"); os.write(r, b"memfd"); print(os.pread(r, 5, 0))
            print(os.copy_file_range(os.open("big", os.O_RDONLY), os.open("small", os.O_CREAT | os.O_WRONLY), 5), os.sendfile(1, os.open("small", os.O_RDONLY), 0, 0))
            os.setxattr("small", "user.test", b"x"); print(os.getxattr("small", "user.test"), os.listxattr("small"))
            print(os.sched_getaffinity(0) != set(), os.getpriority(os.PRIO_PROCESS, 0)); os.mkfifo("fifo"); os.symlink("nowhere", "dangling")
            os.remove("big")
            END
            """,
    }.Same("python3 -B map.py").SameFiles();
}
