using Pinfold.Core.Paths;

namespace Pinfold.Core.Workspace;

/// <summary>One git directory that the workspace uses.</summary>
/// <param name="Path">The git directory itself (gitrepository-layout(5)): <c>ws/.git</c>, a worktree's, a submodule's,
/// or a bare repository.</param>
/// <param name="CommonDir">Where objects, refs and config are; equal to <paramref name="Path"/> but for a linked
/// worktree.</param>
/// <param name="GitFile">The <c>.git</c> file that points at it; null when <c>.git</c> is a folder.</param>
/// <param name="Verified">The git directory points back at the work tree (or lies inside it), so that a forged git file
/// gains nothing.</param>
public sealed record GitDirectory(CanonicalPath Path, CanonicalPath CommonDir, CanonicalPath? GitFile, bool Verified);
