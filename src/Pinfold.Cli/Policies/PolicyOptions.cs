using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Pinfold.Cli.Installing;
using Pinfold.Cli.Output;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Policy;

namespace Pinfold.Cli.Policies;

/// <summary>The options that shape a policy, the same for every command that needs one.</summary>
internal sealed class PolicyOptions
{
    private readonly Option<string?> _workspace = new("--workspace", "-C")
    {
        HelpName = "FOLDER", Description = "The folder that the command works in. Default: the current folder.",
    };

    private readonly Option<FenceMode> _mode = Mode();

    private readonly Option<Profile?> _profile = Of(Enum.GetValues<Profile>().Select(PolicyWords.Of),
        new Option<Profile?>("--profile")
    {
        HelpName = "PROFILE", Description = "read-only, workspace-write or full-access (no fence).",
        CustomParser = One(ParseProfile),
    });

    private readonly Option<NetworkMode?> _network = Of(Enum.GetValues<NetworkMode>().Select(PolicyWords.Of),
        new Option<NetworkMode?>("--network")
    {
        HelpName = "MODE", Description = "offline, allowlist or online.", CustomParser = One(ParseNetwork),
    });

    private readonly Option<string[]> _allow =
        Many("--allow", "HOST:PORT", "A host that may be connected to; means --network allowlist. Repeatable.");
    private readonly Option<string[]> _write = Many("--write", "FOLDER",
        "A further folder that may be written. Repeatable.");
    private readonly Option<string[]> _read = Many("--read", "PATH", "A secret that may be read. Repeatable.");
    private readonly Option<string[]> _unprotect = Later(() => PolicyWords.HandoffNames,
        Many("--unprotect", "NAME", "A hand-off name that may be written, such as .vscode. Repeatable."));
    private readonly Option<string[]> _keep = Many("--keep-env", "NAME",
        "A variable that passes although a rule removes it. Repeatable.");
    private readonly Option<string[]> _accept = Of(
        Enum.GetValues<Control>().Select(PolicyWords.Of),
        Many("--accept", "CONTROL", "A control whose gap on this host is accepted. Repeatable."));

    internal static Option<FenceMode> Mode() => Of(["unelevated", "elevated"], new Option<FenceMode>("--mode")
    {
        HelpName = "MODE", Description = "unelevated (without privileges, the default) or elevated (as an account of "
            + $"its own; needs '{Administrator.Pinfold} setup' once).", CustomParser = One(ParseMode),
    });

    internal static Option<TimeSpan?> Timeout() =>
        Duration("--timeout", "Kill the whole tree after this time: 90s, 30m, 1h30m.");

    internal static Option<TimeSpan?> Duration(string name, string description) => new(name)
    {
        HelpName = "TIME",
        Description = description,
        CustomParser = One<TimeSpan?>(text => Quantity.TryDuration(text, out var time)
            ? (time, null)
            : (null, $"{name} '{text}' is not a time; write whole numbers with s, m, h or d, such as 90s or 1h30m")),
    };

    internal void AddTo(Command command)
    {
        // Faults that the command line has by itself are told together with those of its words.
        Check(_workspace, text => _ = WorkspaceFolder.Find(text));
        Check(_write, text => _ = CommandLinePath.Existing("--write", text));
        Check(_allow, text => Check(new() { Allow = [text] }));
        Check(_keep, text => Check(new() { KeepEnvironment = [text] }));
        Check(_accept, text => Check(new() { Accept = [text] }));
        command.Options.Add(_workspace);
        command.Options.Add(_mode);
        command.Options.Add(_profile);
        command.Options.Add(_network);
        command.Options.Add(_allow);
        command.Options.Add(_write);
        command.Options.Add(_read);
        command.Options.Add(_unprotect);
        command.Options.Add(_keep);
        command.Options.Add(_accept);
    }

    internal string? Workspace(ParseResult result) => result.GetValue(_workspace);

    internal PolicyFlags Flags(ParseResult result, TimeSpan? time = null) => AsWritten(result, time) with
    {
        Write = [.. List(result, _write).Select(t => CommandLinePath.Existing("--write", t).Value)],
        Read = [.. List(result, _read).Select(t => CommandLinePath.Real("--read", t).Value)],
    };

    /// <summary>The flags with their paths as they were typed: they may be another host's.</summary>
    internal PolicyFlags AsWritten(ParseResult result, TimeSpan? time = null) => new()
    {
        Mode = result.GetValue(_mode),
        Profile = result.GetValue(_profile),
        Network = result.GetValue(_network),
        Allow = List(result, _allow),
        Write = List(result, _write),
        Read = List(result, _read),
        Unprotect = List(result, _unprotect),
        KeepEnvironment = List(result, _keep),
        Accept = List(result, _accept),
        Time = time,
    };

    private static void Check(Option option, Action<string> check) => option.Validators.Add(result =>
    {
        if (IsForOtherHost(result)) return;
        foreach (var token in result.Tokens)
        {
            try
            {
                check(token.Value);
            }
            catch (CommandException e)
            {
                result.AddError(e.Message);
            }
        }
    });

    private static void Check(PolicyFlags flags)
    {
        if (FlagFaults.Of(flags) is { IsEmpty: false } faults) throw new CommandException(faults);
    }

    /// <summary>Its folders are not here (<c>plan --host windows</c>).</summary>
    private static bool IsForOtherHost(OptionResult result) =>
        result.Parent is CommandResult command
        && command.Children.OfType<OptionResult>()
            .Any(o => o.Option.Name == "--host" && o.Tokens is [{ Value: "windows" }]);

    private static ImmutableArray<string> List(ParseResult result, Option<string[]> option) =>
        result.GetValue(option) is { Length: > 0 } values ? [.. values] : [];

    /// <summary>An option that is completed with these words, and not with the names of C#.</summary>
    internal static Option<T> Of<T>(IEnumerable<string> words, Option<T> option)
    {
        option.CompletionSources.Clear();
        option.CompletionSources.Add([.. words]);
        return option;
    }

    /// <summary>The same with words that are made only when completion asks for them.</summary>
    internal static Option<T> Later<T>(Func<IEnumerable<string>> words, Option<T> option)
    {
        option.CompletionSources.Clear();
        option.CompletionSources.Add(_ => words().Select(w => new System.CommandLine.Completions.CompletionItem(w)));
        return option;
    }

    private static Option<string[]> Many(string name, string value, string description) => new(name)
    {
        HelpName = value, Description = description,
        Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>A parser of one word that says what the words are.</summary>
    private static Func<ArgumentResult, T?> One<T>(Func<string, (T? Value, string? Error)> parse) => result =>
    {
        var (value, error) = parse(result.Tokens[0].Value);
        if (error is not null) result.AddError(error);
        return value;
    };

    private static (FenceMode, string?) ParseMode(string text) => text switch
    {
        "unelevated" => (FenceMode.Unelevated, null),
        "elevated" => (FenceMode.Elevated, null),
        _ => (default, $"--mode '{text}' is not a mode; write unelevated or elevated"),
    };

    private static (Profile?, string?) ParseProfile(string text) => PolicyWords.TryProfile(text, out var profile)
        ? (profile, null)
        : (null, $"--profile '{text}' is not a profile; write read-only, workspace-write or full-access");

    private static (NetworkMode?, string?) ParseNetwork(string text) => PolicyWords.TryMode(text, out var mode)
        ? (mode, null)
        : (null, $"--network '{text}' is not a mode; write offline, allowlist or online");
}
