using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Pinfold.Core.Paths;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.Workspace;

namespace Pinfold.Core.Planning.Windows;

/// <summary>
/// A described Windows host: the facts as JSON (docs/cli.md). Every fault is told at once, each with its place; with
/// one there are no facts.
/// </summary>
public sealed class WindowsFactsJson
{
    private readonly ImmutableArray<string>.Builder _faults = ImmutableArray.CreateBuilder<string>();

    private WindowsFactsJson()
    {
    }

    /// <summary>Reads the text.</summary>
    public static (WindowsHostFacts? Facts, ImmutableArray<string> Faults) Read(string json)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json,
                new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        }
        catch (JsonException exception)
        {
            return (null, [$"line {exception.LineNumber + 1}: this is not JSON: {exception.Message}"]);
        }

        using (document)
        {
            var reader = new WindowsFactsJson();
            var facts = document.RootElement.ValueKind == JsonValueKind.Object
                ? reader.Host(document.RootElement)
                : null;
            if (facts is null) reader._faults.Add("the facts are no object");
            return reader._faults.Count == 0 ? (facts, []) : (null, reader._faults.ToImmutable());
        }
    }

    private WindowsHostFacts Host(JsonElement host)
    {
        Names(host, "", "build", "terminal_session", "session", "user", "logon", "groups", "level", "home", "temp",
            "state", "volumes",
            "shares", "paths", "low_folders", "lets_lower_in",
            "git_directories", "git_protected", "known_handoffs");
        var volumes = Items(host, "volumes").Where(IsObject).Select(v => Volume(v.Element, v.Place)).ToImmutableArray();
        var paths = Items(host, "paths").Where(IsObject)
            .Select(p => Facts(p.Element, p.Place, volumes)).OfType<WindowsPathFacts>()
            .ToImmutableArray();
        var git = Paths(host, "git_directories");
        var facts = new WindowsHostFacts
        {
            Build = (int)Number(host, "build", 1, int.MaxValue),
            TerminalSession = (uint)Number(host, "terminal_session", 0, uint.MaxValue),
            SessionId = Session(host), Token = TokenOf(host),
            Home = Path(host, "home", ""), Temp = Path(host, "temp", ""),
            State = Path(host, "state", ""),
            Volumes = volumes, Paths = paths,
            Shares = [.. Items(host, "shares").Where(IsObject).Select(s => Share(s.Element, s.Place))],
            LowFolders = [.. Paths(host, "low_folders").Select(p => Known(p, paths)).OfType<WindowsPathFacts>()],
            LetsLowerIn = Flag(host, "lets_lower_in"),
            GitDirectories = [.. git.Select(g => new GitDirectory(g, g, null, Verified: true))],
            GitProtected = Paths(host, "git_protected"), KnownHandoffs = Paths(host, "known_handoffs"),
        };
        return facts with { Keys = SessionKeys.PairsOf(facts.Token).FirstOrDefault() };
    }

    private Token TokenOf(JsonElement host)
    {
        var groups = ImmutableArray.CreateBuilder<TokenGroup>();
        foreach (var (element, place) in Items(host, "groups"))
        {
            var isPlain = element.ValueKind == JsonValueKind.String;
            if (!isPlain && !IsObject((element, place))) continue;
            if (!isPlain) Names(element, place + ".", "sid", "deny_only");
            var sid = isPlain
                ? Sid(element.GetString()!, place)
                : Sid(Text(element, "sid", place + "."), place + ".sid");
            groups.Add(new(sid,
                !isPlain && Flag(element, "deny_only") ? GroupAttributes.UseForDenyOnly : GroupAttributes.Default));
        }

        var logon = Sid(Text(host, "logon", ""), "logon");
        groups.Add(new(logon, GroupAttributes.Default | GroupAttributes.LogonId));
        return new(Sid(Text(host, "user", ""), "user"))
        {
            Groups = groups.ToImmutable(),
            IntegrityLevel = host.TryGetProperty("level", out _)
                ? Sid(Text(host, "level", ""), "level")
                : WellKnownSids.Medium,
        };
    }

    private WindowsVolume Volume(JsonElement volume, string place)
    {
        Names(volume, place + ".", "root", "serial", "file_system", "acls");
        return new(Path(volume, "root", place + "."), (ulong)Hex(volume, "serial", place + "."),
            Text(volume, "file_system", place + "."),
            Flag(volume, "acls", orElse: true));
    }

    private WindowsShare Share(JsonElement share, string place)
    {
        Names(share, place + ".", "name", "path", "sddl");
        return new(Text(share, "name", place + "."), Path(share, "path", place + "."))
            { Descriptor = Descriptor(share, place) };
    }

    private SecurityDescriptor? Descriptor(JsonElement of, string place)
    {
        if (!of.TryGetProperty("sddl", out _)) return null;
        if (SecurityDescriptor.TryParse(Text(of, "sddl", place + "."), out var descriptor, out var error))
            return descriptor;
        return Fault<SecurityDescriptor?>(null, $"{place}.sddl: {error.Message}");
    }

    private WindowsPathFacts? Facts(JsonElement item, string place, ImmutableArray<WindowsVolume> volumes)
    {
        Names(item, place + ".", "path", "kind", "file_id", "volume", "sddl", "links");
        var path = Path(item, "path", place + ".");
        var kind = Text(item, "kind", place + ".") switch
        {
            "file" => PathKind.File,
            "folder" => PathKind.Directory,
            "link" => PathKind.Symlink,
            "other" => PathKind.Other,
            var text =>
                Fault(PathKind.Other, $"{place}.kind '{text}' is not a kind; write file, folder, link or other"),
        };
        var descriptor = Descriptor(item, place);
        var serial = item.TryGetProperty("volume", out _)
            ? (ulong)Hex(item, "volume", place + ".")
            : volumes.Where(v => WindowsPath.IsWithin(path, v.Root)).MaxBy(v => v.Root.Value.Length)?.Serial ?? 0;
        var links = item.TryGetProperty("links", out _) ? (int)Number(item, "links", 1, 1024) : 1;
        return new(path, kind, serial, Hex(item, "file_id", place + "."), descriptor) { Links = links };
    }

    private WindowsPathFacts? Known(CanonicalPath path, ImmutableArray<WindowsPathFacts> paths) =>
        paths.FirstOrDefault(p => WindowsPathComparer.Instance.Equals(p.Path, path))
        ?? Fault<WindowsPathFacts?>(null, $"low_folders: {WindowsPath.ToWin32(path)} is not among the paths");

    private string Session(JsonElement host)
    {
        var text = Text(host, "session", "");
        return text.Length is > 0 and <= 64 && text.All(char.IsAsciiLetterOrDigit)
            ? text
            : Fault("x", $"session '{text}' has not 1 to 64 letters and digits");
    }

    private Sid Sid(string text, string place) =>
        WindowsModel.Sid.TryParse(text, out var sid, out var error)
            ? sid
            : Fault(WellKnownSids.Everyone, $"{place} '{text}' is no SID: {error.Message}");

    private CanonicalPath Path(JsonElement of, string name, string place) =>
        ParsePath(Text(of, name, place), place + name);

    private CanonicalPath ParsePath(string text, string place) =>
        WindowsPath.TryParse(text, out var path, out var error) ? path : Fault(CanonicalPath.Root, $"{place}: {error}");

    private ImmutableArray<CanonicalPath> Paths(JsonElement host, string name) =>
        [.. Items(host, name).Select(
            i => ParsePath(i.Element.ValueKind == JsonValueKind.String ? i.Element.GetString()! : "", i.Place))];

    private IEnumerable<(JsonElement Element, string Place)> Items(JsonElement of, string name)
    {
        if (!of.TryGetProperty(name, out var list)) return [];
        return list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select((element, i) => (element, $"{name}[{i}]")).ToArray()
            : Fault<(JsonElement, string)[]>([], $"{name} is no list");
    }

    private string Text(JsonElement of, string name, string place) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : Fault("", $"{place}{name} is missing, or no text");

    private UInt128 Hex(JsonElement of, string name, string place)
    {
        var text = Text(of, name, place);
        return UInt128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : Fault(UInt128.Zero, $"{place}{name} '{text}' is not hexadecimal");
    }

    private long Number(JsonElement of, string name, long least, long most) =>
        of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out var number)
            && number >= least && number <= most
            ? number
            : Fault(least, $"{name} is missing, or no number from {least} to {most}");

    private bool Flag(JsonElement of, string name, bool orElse = false)
    {
        if (!of.TryGetProperty(name, out var value)) return orElse;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : Fault(orElse, $"{name} is neither true nor false");
    }

    private bool IsObject((JsonElement Element, string Place) item) =>
        item.Element.ValueKind == JsonValueKind.Object || Fault(false, $"{item.Place} is no object");

    private void Names(JsonElement of, string place, params ReadOnlySpan<string> names)
    {
        foreach (var property in of.EnumerateObject())
            if (!names.Contains(property.Name))
                _faults.Add($"{place}{property.Name} is not known; known are {string.Join(", ", names.ToArray())}");
    }

    private T Fault<T>(T instead, string text)
    {
        _faults.Add(text);
        return instead;
    }
}
