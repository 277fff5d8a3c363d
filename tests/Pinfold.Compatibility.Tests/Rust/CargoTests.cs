using Pinfold.Compatibility.Tests.Fixture;
using Xunit;

namespace Pinfold.Compatibility.Tests.Rust;

public sealed class CargoTests
{
    private readonly Account _account;

    public CargoTests(Account account)
    {
        _account = account;
        Account.Require("cargo", "cargo");
    }

    [Fact]
    public void Build_test_and_run_offline() => new Scenario(_account, "cargo")
    {
        Prepare = """
            cd ws; mkdir -p src part/src
            printf '[package]\nname = "demo"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\npart = { path = "part" }\n[workspace]\nmembers = ["part"]\n' > Cargo.toml
            printf '[package]\nname = "part"\nversion = "0.1.0"\nedition = "2021"\n' > part/Cargo.toml
            printf 'pub fn half(x: i32) -> i32 { x / 2 }\n#[cfg(test)] mod tests { #[test] fn halves() { assert_eq!(super::half(8), 4); } }\n' > part/src/lib.rs
            printf 'fn main() { println!("half is {}", part::half(84)); }\n' > src/main.rs
            cd ..
            """,
        Always = "export CARGO_INCREMENTAL=0",
    }.Same(
        "cargo build -q --offline; ./target/debug/demo",
        "cargo test -q --offline --workspace 2>/dev/null | grep -c 'test result: ok'",
        "cargo build -q --offline --release; ./target/release/demo; cp target/release/demo demo",
        "touch src/main.rs; cargo run -q --offline").SameFiles("target");
}
