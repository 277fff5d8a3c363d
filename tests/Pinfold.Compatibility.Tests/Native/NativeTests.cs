using Pinfold.Compatibility.Tests.Fixture;
using Xunit;

namespace Pinfold.Compatibility.Tests.Native;

public sealed class NativeTests
{
    private readonly Account _account;

    public NativeTests(Account account)
    {
        _account = account;
        Account.Require("gcc", "gcc");
        Account.Require("make", "make");
    }

    [Fact]
    public void A_parallel_build_with_recursive_make() => new Scenario(_account, "native-make")
    {
        Prepare = """
            cd ws; mkdir lib
            for i in $(seq 1 25); do
                printf '#include <stdio.h>\nint f%s(int x) { printf("%s\\n"); return x + %s; }\n' $i $i $i > lib/f$i.c
            done
            { for i in $(seq 1 25); do echo "int f$i(int);"; done; echo 'int main(void) { int x = 0;'
              for i in $(seq 1 25); do echo "x = f$i(x);"; done; echo 'return x == 325 ? 0 : 1; }'; } > main.c
            printf 'all: main\nmain: main.o lib/lib.a\n\t$(CC) -o $@ $^\nlib/lib.a: FORCE\n\t+$(MAKE) --no-print-directory -C lib\nFORCE:\nclean:\n\trm -f main *.o lib/*.o lib/*.a\n' > Makefile
            printf 'OBJECTS := $(patsubst %%.c,%%.o,$(sort $(wildcard *.c)))\nlib.a: $(OBJECTS)\n\t$(AR) rcsD $@ $^\n' > lib/Makefile
            cd ..
            """,
    }.Same(
        "make -s -j4 && ./main | tail -1",
        "make -j2 | grep -c . ; touch -d 2030-01-01 lib/f3.c; make -s -j2; ./main | tail -1",
        "gcc -O2 -g -flto -o lto main.c lib/*.c && ./lto | wc -l; rm lto; make -s clean; make -s -j4").SameFiles();

    [Fact]
    public void Debug_aids_that_change_the_address_space() => new Scenario(_account, "native-sanitize")
    {
        Prepare = """
            printf '#include <stdlib.h>\nint main(int c, char **v) { char *p = malloc(4); p[c + 3] = 1; int r = p[0]; free(p); return r * 0; }\n' > ws/bad.c
            """,
    }.Same(
        "gcc -g -fsanitize=address -o bad bad.c; ./bad 2> report || echo caught; grep -o 'heap-buffer-overflow' report | head -1; setarch -R true && echo personality")
        .SameFiles("report", "bad");
}
