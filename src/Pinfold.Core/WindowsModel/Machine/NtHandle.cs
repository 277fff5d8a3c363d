using Pinfold.Core.WindowsModel.Rights;

namespace Pinfold.Core.WindowsModel.Machine;

/// <summary>An open object. What was granted when it was opened stays granted.</summary>
public sealed class NtHandle : IDisposable
{
    private readonly (NtObject Folder, string Name)? _place;
    private readonly bool _deletesOnClose;

    internal NtHandle(NtObject target, AccessMask granted, ShareMode share,
        (NtObject Folder, string Name)? place, string? stream,
        bool deletesOnClose)
    {
        (Target, Granted, Share, _place, Stream, _deletesOnClose) = (target, granted, share, place,
            stream, deletesOnClose);
        target.Handles.Add(this);
    }

    /// <summary>What is open.</summary>
    public NtObject Target { get; }

    /// <summary>The rights.</summary>
    public AccessMask Granted { get; }

    /// <summary>What it leaves to others.</summary>
    public ShareMode Share { get; }

    /// <summary>The stream that is open; null for the unnamed one.</summary>
    public string? Stream { get; }

    internal (NtObject Folder, string Name)? Place => _place;

    internal bool Reads => Granted.Overlaps(FileRights.ReadData | FileRights.Execute);

    internal bool Writes => Granted.Overlaps(FileRights.WriteData | FileRights.AppendData);

    internal bool Deletes => Granted.Overlaps(AccessMask.Delete);

    /// <summary>Closes it; with FILE_DELETE_ON_CLOSE the name goes, unless it is a folder that is not empty.</summary>
    public void Dispose()
    {
        if (!Target.Handles.Remove(this)) return;
        if (_deletesOnClose && _place is { } place && Target.Entries.Count == 0 && place.Folder.Own.Remove(place.Name))
            Target.Names--;
    }

    /// <summary>IoCheckShareAccess (wdm.h): handles that neither read, write nor delete take no part.</summary>
    internal static bool IsShared(NtObject target, AccessMask desired, ShareMode share)
    {
        var (reads, writes, deletes) = (desired.Overlaps(FileRights.ReadData | FileRights.Execute),
            desired.Overlaps(FileRights.WriteData | FileRights.AppendData), desired.Overlaps(AccessMask.Delete));
        if (!reads && !writes && !deletes) return true;
        foreach (var other in target.Handles)
        {
            if (!other.Reads && !other.Writes && !other.Deletes) continue;
            if (Misses(other.Share, reads, writes, deletes) || Misses(share, other.Reads, other.Writes, other.Deletes))
                return false;
        }

        return true;
    }

    private static bool Misses(ShareMode share, bool reads, bool writes, bool deletes) =>
        (reads && !share.HasFlag(ShareMode.Read)) || (writes && !share.HasFlag(ShareMode.Write))
            || (deletes && !share.HasFlag(ShareMode.Delete));
}
