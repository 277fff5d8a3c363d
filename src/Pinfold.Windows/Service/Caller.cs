using System.Collections.Immutable;
using System.Net;
using System.Runtime.InteropServices;
using Pinfold.Core.Paths;
using Pinfold.Core.Protocol;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Native;
using Pinfold.Windows.Processes;
using Pinfold.Windows.Tokens;

namespace Pinfold.Windows.Service;

/// <summary>
/// Who is at the other end of the broker's pipe. What a request names is opened with this user's rights and no other,
/// by handle, and what was found is compared with what the user meant.
/// </summary>
/// <param name="pipe">The broker's end, of which something has been read, but for <see cref="UserOfProcess"/>.</param>
/// <param name="process">The client's process, as the pipe knows it.</param>
internal sealed class Caller(SafeHandle pipe, uint process)
{
    /// <summary>
    /// What a root gives a command, less what a pin of the client's would stand against: FILE_GENERIC_READ |
    /// FILE_GENERIC_WRITE | FILE_GENERIC_EXECUTE.
    /// </summary>
    private const uint Write = 0x1201BF;

    /// <summary>FILE_GENERIC_READ | FILE_GENERIC_EXECUTE.</summary>
    private const uint Read = 0x1200A9;

    /// <summary>FILE_TRAVERSE | FILE_READ_ATTRIBUTES | SYNCHRONIZE.</summary>
    private const uint Enter = 0x1000A0;


    /// <summary>The user's token, and the terminal session.</summary>
    internal (Token Token, uint TerminalSession) Who() => As(() =>
    {
        using var token = Advapi32.OpenThreadToken(Advapi32.TOKEN_QUERY);
        return (TokenFacts.Read(token), TokenFacts.Session(token));
    });

    /// <summary>
    /// The user of the client's process, who can be told before the client has said anything; null when the process has
    /// ended, or does not let itself be looked at. For counting alone: who may do what is <see cref="Who"/>'s to say.
    /// </summary>
    internal Sid? UserOfProcess()
    {
        try
        {
            using var opened = Kernel32.OpenToAsk(process);
            using var token = Advapi32.OpenToken(opened.DangerousGetHandle(), Advapi32.TOKEN_QUERY);
            return TokenFacts.User(token);
        }
        catch (NativeException)
        {
            return null;
        }
    }

    /// <summary>Opens writable roots; the handles keep them what they are.</summary>
    /// <exception cref="IOException">The user may not write there, or it is something else by now.</exception>
    internal ImmutableArray<NativeItem> Roots(ImmutableArray<LaunchFolder> folders) => Open(folders, Write);

    /// <summary>The same of what may be read.</summary>
    internal ImmutableArray<NativeItem> Reads(ImmutableArray<LaunchFolder> folders) => Open(folders, Read);

    /// <summary>Opens the program, which then stays as it is until the handle is closed.</summary>
    /// <exception cref="IOException">The user may not run it, or a link leads to it.</exception>
    internal NativeItem Program(CanonicalPath path) =>
        As(() => Open(path, Read, Kernel32.FILE_SHARE_READ, isFolder: false));

    /// <summary>
    /// Opens the folder that a command starts in: the broker looks at no folder that the user may not look at.
    /// </summary>
    /// <exception cref="IOException">The user may not enter it, or a link leads to it.</exception>
    internal NativeItem Folder(CanonicalPath path) =>
        As(() => Open(path, Enter, Kernel32.FILE_SHARE_VALID_FLAGS, isFolder: true));

    /// <summary>
    /// Copies of the client's standard streams. Its process is opened as the user: so nothing comes out of a process
    /// that the user could not take it from, also when the client has ended and its number is another's.
    /// </summary>
    /// <exception cref="IOException">The process is not the user's, or a handle is none of a file, pipe or
    /// device.</exception>
    internal Streams Streams((uint Input, uint Output, uint Error) streams)
    {
        var copies = new FileHandle?[3];
        try
        {
            uint[] numbers = [streams.Input, streams.Output, streams.Error];
            if (numbers.Any(n => n != 0)) As(() =>
            {
                using var from = Kernel32.OpenToCopy(process);
                for (var i = 0; i < copies.Length; i++)
                {
                    if (numbers[i] == 0) continue;
                    copies[i] = Kernel32.CopyOf(from, (nint)numbers[i])
                        ?? throw new IOException("a standard stream is no file, pipe or device");
                }

                return true;
            });
            return Processes.Streams.Taken(copies[0], copies[1], copies[2]);
        }
        catch (IOException)
        {
            foreach (var copy in copies) copy?.Dispose();
            throw;
        }
    }

    /// <summary>True when the client's process, and no other, listens at that port of 127.0.0.1.</summary>
    /// <exception cref="NativeException">The system does not tell.</exception>
    internal bool ListensAt(ushort port) =>
        Iphlpapi.ListenersAt(IPAddress.Loopback, port) is { Count: > 0 } listeners && listeners.All(l => l == process);

    private ImmutableArray<NativeItem> Open(ImmutableArray<LaunchFolder> folders, uint rights) => As(() =>
    {
        var items = ImmutableArray.CreateBuilder<NativeItem>();
        try
        {
            foreach (var folder in folders)
            {
                var item = Open(folder.Path, rights, Kernel32.FILE_SHARE_VALID_FLAGS, null);
                items.Add(item);
                if (item.Identity != new FileIdentity(folder.VolumeSerial, folder.FileId))
                    throw new IOException(
                        $"{WindowsPath.ToWin32(folder.Path)} is not what it was when the fence was planned; try again");
            }

            return items.DrainToImmutable();
        }
        catch (IOException)
        {
            foreach (var item in items) item.Dispose();
            throw;
        }
    });

    private static NativeItem Open(CanonicalPath path, uint rights, uint share, bool? isFolder)
    {
        var name = WindowsPath.ToWin32(path);
        var item = NativeSecurityStore.OpenItem(WindowsPath.ToExtended(path), ItemAccess.Read, rights, share)
            ?? throw new IOException($"{name} is missing");
        if (!item.IsLink && (isFolder is null || isFolder == item.IsFolder)) return item;
        item.Dispose();
        throw new IOException($"{name} is {(item.IsLink ? "a link" : isFolder == true ? "no folder" : "a folder")}");
    }

    /// <summary>Runs on this thread alone, as the user.</summary>
    private T As<T>(Func<T> work)
    {
        Advapi32.Impersonate(pipe);
        try
        {
            return work();
        }
        finally
        {
            Advapi32.Revert();
        }
    }
}
