using System.Collections.Immutable;
using Pinfold.Core.Paths;

namespace Pinfold.Core.Decisions;

/// <summary>Something that a command wants to do. A closed set.</summary>
public abstract record Request
{
    private Request()
    {
    }

    /// <summary>Read a file or list a folder.</summary>
    public sealed record Read(CanonicalPath Path) : Request;

    /// <summary>Create, change, rename or delete.</summary>
    public sealed record Write(CanonicalPath Path) : Request;

    /// <summary>Open a connection. <paramref name="Host"/> is a name or an IP literal.</summary>
    public sealed record Connect(string Host, int Port) : Request;

    /// <summary>Start a program.</summary>
    public sealed record Run(ImmutableArray<string> Argv) : Request;
}
