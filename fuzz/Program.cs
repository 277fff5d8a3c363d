using Pinfold.Fuzz.Targets;

// Pinfold.Fuzz TARGET            under afl-fuzz: one input after another
// Pinfold.Fuzz TARGET FILE…      each file once: to see again what crashed
Action<byte[]> run = args is [var name, ..]
    ? name switch
    {
        "policy" => PolicyTarget.Run,
        "glob" => GlobTarget.Run,
        "path" => PathTarget.Run,
        "journal" => JournalTarget.Run,
        "sid-acl" => SidAclTarget.Run,
        "sddl" => SddlTarget.Run,
        "broker" => BrokerTarget.Run,
        "request" => RequestTarget.Run,
        _ => throw new ArgumentException($"there is no target '{name}'"),
    }
    : throw new ArgumentException("usage: Pinfold.Fuzz TARGET [FILE…]");

foreach (var file in args.Skip(1)) run(File.ReadAllBytes(file));
if (args.Length > 1) return;
SharpFuzz.Fuzzer.OutOfProcess.Run(stream =>
{
    using var input = new MemoryStream();
    stream.CopyTo(input);
    run(input.ToArray());
});
