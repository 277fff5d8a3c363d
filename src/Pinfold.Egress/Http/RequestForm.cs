namespace Pinfold.Egress.Http;

/// <summary>The two forms of a request that a proxy takes.</summary>
internal enum RequestForm
{
    /// <summary><c>CONNECT host:port</c>: a tunnel.</summary>
    Authority,

    /// <summary><c>GET http://host/path</c>: one exchange.</summary>
    Absolute,
}
