namespace Pinfold.Core.WindowsModel.Machine;

/// <summary>
/// A folder that this computer's server gives to others, and to its own users as <c>\\localhost\NAME</c>.
/// </summary>
/// <param name="Name">The share's name.</param>
/// <param name="Folder">What it leads to, as Win32 spells it.</param>
/// <param name="Descriptor">Who may come in, with file rights: asked besides the file's own.</param>
public sealed record NtShare(string Name, string Folder, SecurityDescriptor Descriptor);
