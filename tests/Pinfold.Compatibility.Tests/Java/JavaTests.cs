using Pinfold.Compatibility.Tests.Fixture;
using Xunit;

namespace Pinfold.Compatibility.Tests.Java;

public sealed class JavaTests
{
    private readonly Account _account;

    public JavaTests(Account account)
    {
        _account = account;
        Account.Require("javac", "openjdk-17-jdk-headless");
    }

    [Fact]
    public void Compile_pack_and_run() => new Scenario(_account, "java")
    {
        Prepare = """
            mkdir -p ws/src/demo
            cat > ws/src/demo/Main.java <<'END'
            package demo;
            import java.nio.file.*;
            import java.util.stream.*;
            public class Main {
                public static void main(String[] args) throws Exception {
                    Path file = Files.createTempFile("demo", ".txt");
                    Files.writeString(file, "from java");
                    System.out.println(Files.readString(file) + " " + IntStream.range(0, 1000).parallel().sum());
                    var server = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());
                    new java.net.Socket(server.getInetAddress(), server.getLocalPort()).close();
                    System.out.println(new ProcessBuilder("echo", "child").start().inputReader().readLine());
                }
            }
            END
            """,
    }.Same(
        "javac -d classes src/demo/Main.java; java -cp classes demo.Main",
        "jar --create --date=2025-01-01T00:00:00Z --file demo.jar --main-class demo.Main -C classes .; java -jar demo.jar; jar --list --file demo.jar").SameFiles();

    [Fact]
    public void Maven_offline()
    {
        Account.Require("mvn", "maven");
        foreach (var (plugin, package) in new[]
        {
            ("compiler", "libmaven-compiler-plugin-java"),
            ("resources", "libmaven-resources-plugin-java"), ("jar", "libmaven-jar-plugin-java"),
            ("surefire", "libsurefire-java"),
        })
        {
            if (!Directory.Exists($"/usr/share/maven-repo/org/apache/maven/plugins/maven-{plugin}-plugin"))
                Assert.Fail($"the maven {plugin} plugin is not installed: apt-get install {package}");
        }

        new Scenario(_account, "maven")
        {
            Prepare = """
                cd ws; mkdir -p src/main/java src/main/resources
                cat > pom.xml <<'END'
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>demo</groupId><artifactId>demo</artifactId><version>1</version>
                  <properties>
                    <maven.compiler.source>17</maven.compiler.source><maven.compiler.target>17</maven.compiler.target>
                    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
                    <project.build.outputTimestamp>2025-01-01T00:00:00Z</project.build.outputTimestamp>
                  </properties>
                </project>
                END
                echo 'public class Demo { public static void main(String[] a) { System.out.println("built by maven"); } }' > src/main/java/Demo.java
                echo data > src/main/resources/data.txt
                cd ..
                """,
        }.Same("mvn -o -q -B -Dmaven.repo.local=/usr/share/maven-repo -Dmaven.test.skip package; java -cp target/demo-1.jar Demo; jar --list --file target/demo-1.jar")
            .SameFiles("maven-status");
    }
}
