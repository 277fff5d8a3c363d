namespace Pinfold.Windows.FileAccess;

/// <summary>What an item is opened for; its descriptor can always be read.</summary>
[Flags]
internal enum ItemAccess
{
    /// <summary>Reading the descriptor.</summary>
    Read = 0,

    /// <summary>Changing the DACL.</summary>
    WriteDacl = 1,

    /// <summary>Changing the label.</summary>
    WriteLabel = 2,

    /// <summary>Listing what a folder holds.</summary>
    List = 4,
}
