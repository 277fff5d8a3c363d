using System.Collections.Immutable;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Machine;
using Pinfold.Core.WindowsModel.Rights;

namespace Pinfold.Core.Tests.Planning.Windows;

/// <summary>What a fence promises, each as attempts to break it: what comes back succeeded.</summary>
internal static class Claims
{
    private const string Ws = Scene.Workspace;

    internal static readonly ImmutableArray<string> Kept =
        [@".git\config", @".git\hooks", @".git\hooks\pre-commit.sample", @".vscode", @".vscode\tasks.json"];

    /// <summary>
    /// Those at which git would stumble over a folder are the audit's: <c>.git\commondir</c> and the like.
    /// </summary>
    internal static readonly ImmutableArray<string> Absent = [".envrc", ".idea"];

    internal static readonly ImmutableArray<string> Secrets =
        [@"C:\Users\me\.ssh", @"C:\Users\me\.ssh\id_ed25519", @"C:\Users\me\.npmrc", Ws + @"\.env",
            @"C:\Users\me\AppData\Local\pinfold\journal\0.jsonl"];

    private static readonly ImmutableArray<string> Folders =
        [@"C:\", @"C:\Windows", @"C:\ProgramData", @"C:\ProgramData\Vendor", @"C:\Users\me", @"C:\Users\me\Documents",
            @"C:\Users\me\AppData\LocalLow", @"C:\Users\Public\Documents", @"C:\open",
            @"C:\tools", @"C:\Users\me\AppData\Local\Temp", Ws + @"\out", @"D:\", @"D:\data"];

    internal static readonly ImmutableSortedDictionary<string, Func<Fenced, IEnumerable<string>>> All =
        new Dictionary<string, Func<Fenced, IEnumerable<string>>>(StringComparer.Ordinal)
        {
            ["nothing outside the roots can be changed"] = Outside,
            ["nothing outside the roots can be made, moved or linked"] = Moves,
            ["a name that is a folder and a junction by turns leads nowhere else"] = Turns,
            ["hand-off names cannot be written in any spelling"] = Writes,
            ["hand-off names cannot be renamed, replaced or removed"] = Replaces,
            ["absent hand-off names cannot be made"] = Makes,
            ["the folders above hand-off names stay where they are"] = Ancestors,
            ["secrets cannot be read"] = Reads,
            ["secrets inside a root cannot be moved or removed"] = MovedSecrets,
            ["no descriptor can be changed"] = Descriptors,
            ["the user's programs cannot be changed or driven"] = f => Of(f, "explorer.exe", Driving),
            ["the user's programs cannot be read"] = f => Of(f, "explorer.exe", Reading),
            ["the user's programs cannot be ended"] = f => Of(f, "explorer.exe", Ending),
            ["another session cannot be changed"] = f => Beside(f, Changing),
            ["another session cannot be read"] = f => Beside(f, Reading),
            ["another session cannot be opened"] = f => Beside(f, type => Bits(type.Mapping.All)),
            ["the user's desktop cannot be used"] = Desktop,
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>The rights that change an object of a type, one by one.</summary>
    internal static IEnumerable<uint> Changing(SecurableType type)
    {
        var mask = type.Mapping.All.Without(type.Mapping.Read | type.Mapping.Execute); // also what is in no class
        if (type == SecurableType.File || type == SecurableType.NamedPipe)
            mask = mask.Without(DirectoryRights.DeleteChild);
        if (type == SecurableType.Service) mask |= 0x70u; // start, stop, pause: GENERIC_EXECUTE
        if (type == SecurableType.Process || type == SecurableType.Thread) mask = mask.Without(ProcessRights.Terminate);
        return Bits(mask);
    }

    private static IEnumerable<uint> Driving(SecurableType type) => Changing(type);

    /// <summary>Those that read what it holds: memory, contexts, contents.</summary>
    private static IEnumerable<uint> Reading(SecurableType type) => type.Name switch
    {
        "process" => [(uint)ProcessRights.VmRead],
        "thread" => [8u], // THREAD_GET_CONTEXT
        "token" => [2u], // TOKEN_DUPLICATE
        "section" => [4u], // SECTION_MAP_READ
        "file" or "pipe" or "directory" => [1u],
        _ => [],
    };

    private static IEnumerable<uint> Bits(AccessMask mask)
    {
        for (var bit = 1u; bit != 0 && bit <= mask.Value; bit <<= 1)
            if (mask.Contains(bit)) yield return bit;
    }

    private static IEnumerable<string> Outside(Fenced f) =>
        f.Machine.Objects().Where(o => !f.IsOwn(o.Name) && !Fenced.IsOfBeside(o.Name) && !IsProcess(o.Object))
            .SelectMany(o => Granted(f, o, Changing));

    private static IEnumerable<string> Granted(Fenced f, (string Name, NtObject Object) item,
        Func<SecurableType, IEnumerable<uint>> rights)
    {
        foreach (var bit in rights(item.Object.Type))
        {
            var isOpen = NtMachine.Open(f.Target, item.Object, bit) == NtStatus.Success;
            if (!isOpen && bit == AccessMask.Delete.Value
                && item.Name.StartsWith(@"\Device\", StringComparison.Ordinal))
                isOpen = Opens(f, item.Name, bit);
            if (isOpen) yield return $"{item.Name}: {item.Object.Type.Describe(bit)}";
        }
    }

    private static IEnumerable<string> Moves(Fenced f)
    {
        foreach (var folder in (string[])[.. Folders, @"E:\"])
        {
            foreach (var type in (SecurableType[])[SecurableType.File, SecurableType.Directory])
                if (f.Machine.Create(f.Target, $@"{folder}\new {type}", type, out var made) == NtStatus.Success)
                    yield return $"made {folder}\\new {type}" + Close(made);
            var source =
                $@"{(folder[0] == 'D' ? @"D:\work" : Ws)}\carry {folder.GetHashCode(StringComparison.Ordinal):x}";
            if (f.Machine.Create(f.Target, source, SecurableType.File, out var carried) != NtStatus.Success) continue;
            using (carried)
            {
                if (f.Machine.Rename(f.Target, carried!, $@"{folder}\moved in") == NtStatus.Success)
                    yield return $"moved into {folder}";
                if (f.Machine.Link(f.Target, carried!, $@"{folder}\linked in") == NtStatus.Success)
                    yield return $"linked into {folder}";
            }
        }

        foreach (var file in (string[])[@"C:\Windows\System32\drivers\etc\hosts", @"C:\Users\me\.gitconfig",
            @"C:\Users\me\Documents\letter.txt", @"C:\open\file.txt", @"C:\tools\old.exe",
            @"C:\Users\Public\Documents\shared.txt", @"C:\Users\me\AppData\LocalLow\cache.dat",
            Ws + @"\out\letter.txt", @"D:\data\file.txt"])
        {
            var root = file[0] == 'D' ? @"D:\work" : Ws;
            if (f.Machine.Open(f.Target, file, FileRights.WriteAttributes, out var linked) == NtStatus.Success)
                if (f.Machine.Link(f.Target, linked!, $@"{root}\link of {file.GetHashCode(StringComparison.Ordinal):x}")
                    == NtStatus.Success)
                    yield return $"linked {file}" + Close(linked);
            if (f.Machine.Open(f.Target, file, AccessMask.Delete, out var moved) == NtStatus.Success)
                if (f.Machine.Rename(f.Target, moved!, $@"{root}\moved {file.GetHashCode(StringComparison.Ordinal):x}")
                    == NtStatus.Success)
                    yield return $"moved {file} away" + Close(moved);
        }

        if (Opens(f, Ws + @"\src\linked", FileRights.WriteData))
            yield return "wrote a file of outside by its other name in the root";
    }

    /// <summary>
    /// What is made at the name while it is the folder has to succeed: the race is the attacker's own to run.
    /// </summary>
    private static IEnumerable<string> Turns(Fenced f)
    {
        const string Name = Ws + @"\turn", Trap = Ws + @"\trap", Aside = Ws + @"\aside";
        if (f.Machine.Create(f.Target, Name, SecurableType.Directory, out var folder) != NtStatus.Success)
            yield return "could not make its own folder";
        foreach (var target in (string[])[.. Folders, Ws + @"\.git\hooks", @"C:\Users\me\.ssh"])
        {
            var made = "";
            if (f.Machine.Create(f.Target, Trap, SecurableType.Directory, out var trap) != NtStatus.Success)
                yield return "could not make its own junction";
            NtMachine.SetLink(trap!, target);
            for (var round = 0; round < 3; round++)
            {
                if (f.Machine.Create(f.Target, Name + @"\own", SecurableType.File, out var own) != NtStatus.Success)
                    yield return "could not write in its own folder";
                Remove(own);
                if (f.Machine.Rename(f.Target, folder!, Aside) != NtStatus.Success
                    || f.Machine.Rename(f.Target, trap!, Name) != NtStatus.Success)
                    yield return "could not take turns";
                foreach (var type in (SecurableType[])[SecurableType.File, SecurableType.Directory])
                    if (f.Machine.Create(f.Target, $@"{Name}\in turn", type, out var found) == NtStatus.Success)
                        made = $"made a {type} in {target}" + Remove(found);
                if (f.Machine.Rename(f.Target, trap!, Trap) != NtStatus.Success
                    || f.Machine.Rename(f.Target, folder!, Name) != NtStatus.Success)
                    yield return "could not take turns";
            }

            Remove(trap);
            if (made.Length > 0) yield return made;
        }

        Remove(folder);
    }

    private static IEnumerable<string> Writes(Fenced f)
    {
        foreach (var name in f.Kept)
            foreach (var path in Spellings.Of(f.Machine, Ws + '\\' + name))
                foreach (var bit in Bits(AccessMask.WriteDac | AccessMask.WriteOwner | FileRights.WriteData
                    | FileRights.AppendData | FileRights.WriteEa | FileRights.WriteAttributes))
                    if (Opens(f, path, bit)) yield return $"{path}: {SecurableType.File.Describe(bit)}";
        if (f.Machine.Open(f.Target, Ws + @"\.git\config", FileRights.ReadData, out var read) == NtStatus.Success
            && NtMachine.Write(read!, "evil") == NtStatus.Success)
            yield return "wrote through a handle for reading" + Close(read);
        if (Opens(f, Ws + @"\src\tasks-too.json", FileRights.WriteData))
            yield return "wrote .vscode\\tasks.json by its other name";
        if (f.Machine.Create(f.Target, Ws + @"\.git\hooks\pre-commit", SecurableType.File, out var hook)
            == NtStatus.Success)
            yield return "made a hook" + Close(hook);
        if (f.Machine.Create(f.Target, Ws + @"\loop", SecurableType.Directory, out var loop) != NtStatus.Success)
            yield break;
        using (loop) NtMachine.SetLink(loop!, Ws + @"\.git");
        if (Opens(f, Ws + @"\loop\config", FileRights.WriteData)) yield return "wrote .git\\config through a junction";
        if (f.Machine.Create(f.Target, Ws + @"\loop\hooks\pre-push", SecurableType.File, out hook) == NtStatus.Success)
            yield return "made a hook through a junction" + Close(hook);
    }

    private static IEnumerable<string> Replaces(Fenced f)
    {
        foreach (var name in f.Kept)
        {
            foreach (var path in Spellings.Of(f.Machine, Ws + '\\' + name))
            {
                if (f.Machine.Open(f.Target, path, AccessMask.Delete, out var old, followLink: false)
                    == NtStatus.Success)
                    yield return (f.Machine.Rename(f.Target, old!, Ws + @"\away") == NtStatus.Success
                        ? "renamed "
                        : "opened for deleting ") + path + Close(old);
                foreach (var type in (SecurableType[])[SecurableType.File, SecurableType.Directory])
                {
                    if (f.Machine.Create(f.Target, Ws + @"\evil", type, out var evil) != NtStatus.Success) continue;
                    using (evil)
                    {
                        if (f.Machine.Rename(f.Target, evil!, path) == NtStatus.Success)
                            yield return $"replaced {path} by a {type}";
                        else if (f.Machine.Link(f.Target, evil!, path, replace: true) == NtStatus.Success)
                            yield return $"linked over {path}";
                        if (NtMachine.SetLink(evil!, @"C:\open") != NtStatus.Success)
                            yield return "could not make a junction of its own";
                        NtMachine.Delete(evil!);
                    }
                }
            }
        }
    }

    private static IEnumerable<string> Makes(Fenced f)
    {
        foreach (var name in f.Absent)
        {
            foreach (var path in Spellings.Of(f.Machine, Ws + '\\' + name))
            {
                foreach (var type in (SecurableType[])[SecurableType.File, SecurableType.Directory])
                {
                    if (f.Machine.Create(f.Target, path, type, out var made) == NtStatus.Success)
                        yield return $"made {path} as a {type}" + Remove(made);
                    if (f.Machine.Create(f.Target, Ws + @"\evil", type, out var evil) != NtStatus.Success) continue;
                    using (evil)
                    {
                        if (f.Machine.Rename(f.Target, evil!, path) == NtStatus.Success)
                            yield return $"moved a {type} to {path}";
                        else if (f.Machine.Link(f.Target, evil!, path, replace: true) == NtStatus.Success)
                            yield return $"linked {path}";
                        else NtMachine.Delete(evil!);
                    }
                }

                if (f.Machine.Create(f.Target, path + @"\inside", SecurableType.File, out var inside)
                    == NtStatus.Success)
                    yield return $"made a file in {path}" + Remove(inside);
            }
        }
    }

    private static IEnumerable<string> Ancestors(Fenced f)
    {
        foreach (var folder in (string[])[Ws, Ws + @"\.git", @"C:\Users\me\src", @"C:\Users\me"])
        {
            foreach (var path in Spellings.Of(f.Machine, folder))
            {
                if (f.Machine.Open(f.Target, path, AccessMask.Delete, out var handle) != NtStatus.Success) continue;
                var status = f.Machine.Rename(f.Target, handle!, Ws + @"\src\away");
                if (status == NtStatus.InvalidParameter)
                    status = f.Machine.Rename(f.Target, handle!, @"C:\Users\me\away");
                yield return (status == NtStatus.Success ? "moved " : "opened for deleting ") + path + Close(handle);
            }
        }
    }

    private static IEnumerable<string> Reads(Fenced f) =>
        Secrets.SelectMany(s => Spellings.Of(f.Machine, s)).Where(path => Opens(f, path, FileRights.ReadData));

    private static IEnumerable<string> MovedSecrets(Fenced f)
    {
        foreach (var path in Spellings.Of(f.Machine, Ws + @"\.env"))
            if (Opens(f, path, AccessMask.Delete) || Opens(f, path, FileRights.WriteData)
                || Opens(f, path, FileRights.WriteAttributes))
                yield return path;
    }

    private static IEnumerable<string> Descriptors(Fenced f) => f.Machine.Objects()
        // FAT has none
        .Where(o => !o.Name.StartsWith("s1 (", StringComparison.Ordinal)
            && !o.Name.StartsWith(Fenced.Nt("E:"), StringComparison.Ordinal))
        .SelectMany(o => Granted(f, o, _ => [AccessMask.WriteDac.Value, AccessMask.WriteOwner.Value]));

    private static IEnumerable<string> Of(Fenced f, string process, Func<SecurableType, IEnumerable<uint>> rights) =>
        f.Machine.Objects().Where(o => o.Name.StartsWith($"{process} (", StringComparison.Ordinal))
            .SelectMany(o => Granted(f, o, rights));

    private static IEnumerable<uint> Ending(SecurableType type) =>
        type == SecurableType.Process ? [(uint)ProcessRights.Terminate] : [];

    private static IEnumerable<string> Beside(Fenced f, Func<SecurableType, IEnumerable<uint>> rights) =>
        f.Machine.Objects().Where(o => Fenced.IsOfBeside(o.Name)).SelectMany(o => Granted(f, o, rights));

    private static IEnumerable<string> Desktop(Fenced f) =>
        f.Machine.Objects().Where(o => o.Name.Contains("WinSta0", StringComparison.Ordinal))
            .SelectMany(o => Granted(f, o, type => Bits(type.Mapping.All)));

    private static bool IsProcess(NtObject item) => item.Type.IsProcessLike;

    private static bool Opens(Fenced f, string path, AccessMask desired)
    {
        if (f.Machine.Open(f.Target, path, desired, out var handle) != NtStatus.Success) return false;
        handle!.Dispose();
        return true;
    }

    private static string Close(NtHandle? handle)
    {
        handle?.Dispose();
        return "";
    }

    private static string Remove(NtHandle? handle)
    {
        NtMachine.Delete(handle!);
        return Close(handle);
    }
}
