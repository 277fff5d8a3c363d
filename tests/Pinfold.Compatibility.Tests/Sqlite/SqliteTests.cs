using Pinfold.Compatibility.Tests.Fixture;
using Xunit;

namespace Pinfold.Compatibility.Tests.Sqlite;

public sealed class SqliteTests
{
    private readonly Account _account;

    public SqliteTests(Account account)
    {
        _account = account;
        Account.Require("sqlite3", "sqlite3");
    }

    [Fact]
    public void Write_ahead_log_and_locks_between_processes() => new Scenario(_account, "sqlite").Same(
        "sqlite3 db 'PRAGMA journal_mode=WAL; CREATE TABLE t(who, n);'",
        """
        for who in a b c; do
            (for n in $(seq 1 20); do sqlite3 -cmd '.timeout 20000' db "INSERT INTO t VALUES('$who', $n)"; done) &
        done
        wait
        sqlite3 db 'SELECT who, count(*), sum(n) FROM t GROUP BY who; PRAGMA integrity_check; PRAGMA journal_mode;'
        """,
        // A writer that waits holds its lock: the second one must be told so.
        """
        mkfifo hold
        sqlite3 -cmd '.timeout 0' db < hold & exec 3> hold
        printf 'BEGIN IMMEDIATE;\nSELECT 1;\n.shell touch held\n' >&3
        until test -e held; do :; done
        sqlite3 db 'BEGIN IMMEDIATE' 2>&1 || true
        printf 'COMMIT;\n' >&3; exec 3>&-; wait
        rm hold held; sqlite3 db 'PRAGMA wal_checkpoint(TRUNCATE); VACUUM; PRAGMA journal_mode=DELETE;'; sqlite3 db .dump | sort > dump
        """,
        "sqlite3 disk 'PRAGMA journal_mode=DELETE; PRAGMA mmap_size=268435456; CREATE TABLE n(x); WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c WHERE x<50000) INSERT INTO n SELECT x FROM c; SELECT sum(x) FROM n;'")
        .SameFiles("db");
}
