using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Rights;

namespace Pinfold.Core.Planning.Windows;

/// <summary>
/// Something outside the roots that a command could change if levels were not asked, because Everyone or the logon
/// session may.
/// </summary>
/// <param name="Path">What it is.</param>
/// <param name="Type">File or folder.</param>
/// <param name="Rights">The rights.</param>
/// <param name="IsKept">True when the label keeps the fence's level out, so that the command cannot use them.</param>
/// <param name="Fix">Commands for the user, never run by pinfold: they take away what grants the rights, or give a
/// label back.</param>
public sealed record OpenFolder(CanonicalPath Path, SecurableType Type, AccessMask Rights, bool IsKept, string Fix)
{
    /// <summary>
    /// Those of <paramref name="items"/> that are open to <paramref name="target"/>, the token of a plan.
    /// </summary>
    public static ImmutableArray<OpenFolder> Find(Token target, IEnumerable<WindowsPathFacts> items)
    {
        var above = target with { IntegrityLevel = WellKnownSids.Medium };
        var found = ImmutableArray.CreateBuilder<OpenFolder>();
        foreach (var item in items)
        {
            if (item.Descriptor is not { } descriptor || item.Kind is not (PathKind.File or PathKind.Directory))
                continue;
            var type = item.Kind == PathKind.Directory ? SecurableType.Directory : SecurableType.File;
            var isKept = !IntegrityCheck.LetsWrite(target.IntegrityLevel, descriptor.MandatoryLabel);

            // FILE_DELETE_CHILD is no write: the user has it in the whole profile, where the level alone keeps it.
            var asked = isKept
                ? RootRights.Denied & type.Mapping.WriteClass
                : type.IsContainer ? RootRights.Denied : RootRights.Denied.Without(DirectoryRights.DeleteChild);
            AccessMask open = default;
            for (var bit = 1u; bit <= RootRights.Denied.Value; bit <<= 1)
                if (asked.Contains(bit) && AccessCheck.Check(above, descriptor, bit, type.Mapping).IsGranted)
                    open |= bit;
            if (open.IsEmpty) continue;
            var fix = isKept
                ? Closing(item.Path, AccessCheck.Explain(above, descriptor, open, type.Mapping))
                : Raising(item.Path, type);
            found.Add(new(item.Path, type, open, isKept, fix));
        }

        return found.ToImmutable();
    }

    /// <summary>
    /// The entries that let the restricting SIDs in: an inherited one can only be removed once it is the item's own.
    /// </summary>
    private static string Closing(CanonicalPath path, AccessTrace trace)
    {
        var icacls = $"icacls \"{WindowsPath.ToWin32(path)}\"";
        AccessDecision[] granting = [.. trace.Decisions.Where(d => d.IsGranted && d.Pass == AccessPass.Restricted)];
        if (trace.Decisions.Any(d => d.By == DecidedBy.NullDacl)) return icacls + " /reset";
        Ace[] entries = [.. granting.Select(d => d.Entry).OfType<Ace>().Distinct()];
        var remove =
            $"{icacls} /remove:g {string.Join(' ', entries.Select(e => "*" + e.Sid).Distinct(StringComparer.Ordinal))}";
        return entries.Any(e => e.IsInherited)
            ? $"take the entry from the folder above that has it; or {icacls} /inheritance:d, then {remove}"
            : remove;
    }

    private static string Raising(CanonicalPath path, SecurableType type) =>
        $"icacls \"{WindowsPath.ToWin32(path)}\" /setintegritylevel {(type.IsContainer ? "(OI)(CI)M" : "M")}";

    /// <summary>One line for people.</summary>
    public override string ToString() =>
        $"{WindowsPath.ToWin32(Path)}: {Type.Describe(Rights)}{(IsKept ? " (kept by its level)" : " (open)")}";
}
